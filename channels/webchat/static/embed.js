/**
 * <script src="https://host/chat/embed.js" async></script> shows a button on any site that opens the chat in a frame.
 * The frame keeps the conversation out of reach of the site's own scripts, and needs no style or font of the site.
 * data-locale="en" chooses the language, else the page's own is taken.
 */
(() => {
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const base = script.src.replace(/(static\/)?embed\.js.*$/, '');
  const english = /^en/i.test(script.dataset.locale || document.documentElement.lang);
  const [open, close, title, unread] = english
    ? ['Open chat Care Center 165', 'Close chat', 'Chat Care Center 165', 'unread']
    : ['Buka chat Care Center 165', 'Tutup chat', 'Chat Care Center 165', 'belum dibaca'];
  const css = `
    button { position: fixed; inset: auto 16px 16px auto; z-index: 2147483000; display: flex; gap: 8px;
      align-items: center; min-height: 56px; padding: 0 20px; border: 2px solid #fff; border-radius: 28px;
      background: #00593f; color: #fff;
      font: 600 17px/1 system-ui, sans-serif; box-shadow: 0 4px 16px #0006; cursor: pointer }
    button:hover { background: #00452f }
    button:focus-visible { outline: 3px solid #00593f; outline-offset: 3px }
    b { padding: 4px 8px; border-radius: 12px; background: #fff; color: #a3161b }
    b:empty { display: none }
    iframe { position: fixed; inset: auto 16px 84px auto; z-index: 2147483000; width: 410px; height: 700px;
      max-height: calc(100dvh - 100px); border: 1px solid #0003; border-radius: 16px; background: Canvas;
      box-shadow: 0 8px 40px #0005 }
    [hidden] { display: none }
    @media (max-width: 480px), (max-height: 480px) {
      iframe { inset: 0; width: 100%; height: 100%; max-height: none; border: 0; border-radius: 0 }
      .open { display: none }
    }`;

  const root = document.createElement('div').attachShadow({ mode: 'open' });
  const style = new CSSStyleSheet();
  style.replaceSync(css);
  root.adoptedStyleSheets = [style];
  const button = document.createElement('button');
  const words = document.createElement('span');
  const badge = document.createElement('b');
  /** @type {HTMLIFrameElement | undefined} */
  let frame;
  button.append(words, badge);
  root.append(button);
  label(false);
  button.onclick = () => toggle(!frame || frame.hidden);

  /** @param {boolean} shown */
  function label(shown) {
    words.textContent = shown ? '✕' : 'Chat 165';
    button.setAttribute('aria-expanded', String(shown));
    const news = badge.textContent && ` (${badge.textContent} ${unread})`;
    button.setAttribute('aria-label', (shown ? `✕ ${close}` : `Chat 165: ${open}`) + news);
    button.classList.toggle('open', shown);
  }

  /** @param {boolean} shown */
  function toggle(shown) {
    frame ??= load();
    frame.hidden = !shown;
    badge.textContent = '';
    label(shown);
    tell();
    if (!shown) button.focus();
  }

  function load() {
    const element = document.createElement('iframe');
    element.src = `${base}?lang=${english ? 'en' : 'id'}`;
    element.title = title;
    element.allow = 'geolocation';
    element.onload = tell;
    root.prepend(element);
    return element;
  }

  function tell() {
    if (frame && !frame.hidden) frame.contentWindow?.postMessage('care165.shown', '*');
  }

  addEventListener('message', ({ source, data }) => {
    if (!frame || source !== frame.contentWindow) return;
    if (data.care165 === 'close') toggle(false);
    if (data.care165 === 'news' && frame.hidden) {
      badge.textContent = String(Number(badge.textContent) + Number(data.count));
      label(false);
    }
  });

  const show = () => document.body.append(root.host);
  if (document.body) show();
  else addEventListener('DOMContentLoaded', show);
})();
