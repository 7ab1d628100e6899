import { t, ui } from './strings.js';
import { button, h, set, sign, Transcript } from './view.js';
import { BASE, call, device, outbox, Pause, Problem, receive, session } from './wire.js';

const LIMIT = 4096;
const FILES = 5;
const FILE_LIMIT = 5 * 2 ** 20;
const TYPES = ['image/jpeg', 'image/png', 'image/webp', 'application/pdf'];

const LOCALE = 'care165.locale';
/** @type {T.Batch} */
const NOTHING = { messages: [], handled_by: 'bot', answered_upto: 0 };

class Composer {
  /** @type {T.Upload[]} */
  uploads = [];
  files = h('ul');
  picker = h('input', { type: 'file', accept: TYPES.join(), multiple: '', hidden: '', onchange: () => this.picked() });
  clip = button('', () => this.picker.click(), 'round', sign('+'));
  text = h('textarea', { rows: 1, enterkeyhint: 'send', 'aria-describedby': 'count', oninput: () => this.check() });
  submit = h('button', { class: 'round big' }, sign('➤'));
  count = h('p', { id: 'count', role: 'status' });
  form = h('form', null, this.files, this.picker, this.clip, this.text, this.submit, this.count);

  /** @param {(text: string, files: T.Upload[]) => void} send */
  constructor(send) {
    this.text.onkeydown = (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.form.requestSubmit();
    };
    this.form.onsubmit = (event) => {
      event.preventDefault();
      if (!this.check()) return;
      const text = this.text.value.trim();
      if (text || this.uploads.length) send(text, this.uploads);
      this.text.value = '';
      this.uploads.forEach((upload) => this.drop(upload));
      this.check();
    };
  }

  label() {
    this.text.placeholder = this.text.ariaLabel = t('message');
    this.submit.ariaLabel = t('send');
    this.clip.ariaLabel = t('attach');
    this.check();
  }

  /** @returns {boolean} whether nothing forbids sending */
  check() {
    const { text, submit, count } = this;
    const left = LIMIT - [...text.value.trim()].length;
    count.textContent = left > 300 ? '' : t(left < 0 ? 'tooLong' : 'remaining', Math.abs(left));
    text.style.height = 'auto';
    text.style.height = `${text.scrollHeight}px`;
    const allowed = left >= 0 && this.uploads.every(({ id }) => id);
    submit.ariaDisabled = String(!allowed);
    return allowed;
  }

  picked() {
    [...(this.picker.files ?? [])].slice(0, FILES - this.uploads.length).forEach((file) => this.add(file));
    this.picker.value = '';
  }

  /** @param {File} file */
  async add(file) {
    const { name } = file;
    const note = h('span', { role: 'status' }, t('uploading'));
    const remove = button('', () => this.drop(upload), '', sign('✕'));
    remove.ariaLabel = t('remove', name);
    /** @type {T.Upload} */
    const upload = { name, item: h('li', null, h('b', null, name), note, remove) };
    this.uploads.push(upload);
    this.files.append(upload.item);
    this.check();
    try {
      await this.upload(upload, file);
      note.textContent = '✓';
    } catch (error) {
      note.textContent = /** @type {Error} */ (error).message;
      note.className = 'error';
    }
    this.check();
  }

  /** @param {T.Upload} upload @param {File} file */
  async upload(upload, file) {
    if (!TYPES.includes(file.type)) throw Error(t('wrongType'));
    const content = await shrink(file);
    if (content.size > FILE_LIMIT) throw Error(t('tooLarge'));
    const form = new FormData();
    form.append('file', content, file.name);
    const pause = new Pause();
    while (!upload.id && this.uploads.includes(upload))
      try {
        upload.id = (await call('attachments', { form, timeout: 12e4 })).id;
      } catch (error) {
        if (!(error instanceof Problem) || !error.passing) throw error;
        await pause.after(error);
      }
  }

  /** @param {T.Upload} upload */
  drop(upload) {
    this.uploads = this.uploads.filter((other) => other !== upload);
    upload.item.remove();
    this.check();
  }
}

/** Large photos cost data, and tell where they were taken. @param {File} file @returns {Promise<Blob>} */
async function shrink(file) {
  if (file.type !== TYPES[0] || file.size < 2 ** 20) return file;
  const photo = await createImageBitmap(file).catch(() => null);
  if (!photo) return file;
  const scale = Math.min(1, 2000 / Math.max(photo.width, photo.height));
  const canvas = h('canvas', { width: photo.width * scale, height: photo.height * scale });
  canvas.getContext('2d')?.drawImage(photo, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? file), TYPES[0], 0.85));
}

/** `<care165-chat locale="id" data-official="false">` fills its box; one to a page. @implements {T.Chat} */
class Care165Chat extends HTMLElement {
  static observedAttributes = ['locale'];
  batch = NOTHING;
  patience = 0;
  reached = true;
  following = true;
  target = 0;
  slow = 0;
  unread = 0;
  told = 0;
  poll = () => {};

  outbox = outbox(this);
  composer = new Composer((text, files) => {
    const attachments = files.map(({ id }) => id);
    const shown = [text, ...files.map(({ name }) => `↑ ${name}`)].filter(Boolean).join('\n');
    this.send({ ...(text && { text }), ...(files.length && { attachments }) }, shown);
  });
  transcript = new Transcript({
    send: (body, text) => this.send(body, text),
    retry: ({ error, ...entry }) => {
      this.outbox.put(entry);
      this.outbox.wake();
    },
    remove: (entry) => this.outbox.remove(entry),
    chooseFile: () => this.composer.picker.click(),
  });
  header = h('header');
  intro = h('p', { class: 'intro' });
  who = h('span');
  status = h('span', { role: 'status' });
  typing = h('p', { class: 'typing', hidden: '' }, h('i'), h('i'), h('i'), this.status);
  box = h('div', { class: 'scroll' }, this.header, this.intro, this.transcript.log, this.typing);
  latest = button('', () => (this.box.scrollTop = this.box.scrollHeight), 'round latest', sign('↓'));
  notice = h('p', { class: 'notice', role: 'status' });
  foot = h('div', { class: 'foot' }, this.latest, this.notice, this.composer.form);
  frame = h('div', { class: 'chat', hidden: '' }, this.box, this.foot);

  connectedCallback() {
    if (this.shadowRoot) return;
    const show = () => {
      this.frame.hidden = false;
      this.composer.check();
    };
    const style = h('link', { rel: 'stylesheet', href: new URL('static/chat.css', BASE), onload: show, onerror: show });
    this.attachShadow({ mode: 'open' }).append(style, this.frame);
    this.setAttribute('locale', device[LOCALE] ?? this.getAttribute('locale') ?? document.documentElement.lang);
    this.listen();
    this.outbox.wake();
    this.poll = receive(this);
  }

  listen() {
    this.composer.form.oninput = () => this.writes();
    const awake = () => {
      this.read();
      this.poll();
      this.outbox.wake();
    };
    addEventListener('online', awake);
    addEventListener('offline', () => this.changed());
    addEventListener('visibilitychange', () => document.hidden || awake());
    addEventListener('storage', ({ key }) => (key === 'care165.token' ? this.restart() : this.changed()));
    addEventListener('message', ({ data }) => data === 'care165.shown' && this.composer.text.focus());
    addEventListener('keydown', ({ key }) => key === 'Escape' && this.tell('close'));
    session.onrenew = () => {
      this.outbox.renew();
      this.restart();
    };
    this.box.onscroll = () => this.scrolled();
    new ResizeObserver(() => this.follow()).observe(this.box);
  }

  attributeChangedCallback() {
    const { header, intro, frame, latest, composer, transcript } = this;
    ui.locale = /^en/i.test(this.getAttribute('locale') ?? '') ? 'en' : 'id';
    frame.lang = ui.locale;
    transcript.log.ariaLabel = t('conversation');
    latest.ariaLabel = t('latest');
    const language = button(t('language'), () => {
      device[LOCALE] = ui.locale === 'id' ? 'en' : 'id';
      this.setAttribute('locale', device[LOCALE]);
      header.querySelector('button')?.focus();
    });
    const close = button('', () => this.tell('close'), '', sign('✕'));
    close.ariaLabel = t('close');
    header.replaceChildren(sign('165'), h('div', null, h('h1', null, 'Care Center 165'),
      h('p', null, this.who, this.dataset.official !== 'true' && h('span', null, t('unofficial')))),
      language, parent === window ? '' : close);
    intro.replaceChildren(t('emergency'), h('a', { href: 'tel:119' }, '119'));
    composer.label();
    this.hush();
    transcript.redraw();
    this.changed();
  }

  /** Nobody wants to hear again what is only restored or translated. */
  hush() {
    const { log } = this.transcript;
    log.ariaLive = 'off';
    setTimeout(() => (log.ariaLive = 'polite'), 500);
  }

  /** @param {T.Entry['body']} body @param {string} text */
  send(body, text) {
    this.following = true;
    this.outbox.add(body, text);
    // The button just used is disabled now; but a finger wants no keyboard to pop up.
    if (!matchMedia('(pointer: coarse)').matches) this.composer.text.focus();
  }

  answerDue() {
    const { handled_by: who, answered_upto: answered, assistant } = this.batch;
    return (who === 'bot' || assistant) && this.transcript.lastSent > answered && Date.now() < this.patience;
  }

  /** @param {T.Entry} entry @param {number} seq */
  sent(entry, seq) {
    this.patience = Date.now() + 6e4; // the dots promise an answer no longer
    this.transcript.sent(entry, seq);
  }

  /** @param {T.Batch} batch */
  received(batch) {
    const { messages } = batch;
    this.batch = batch;
    this.reached = true;
    if (messages.length) this.unread = messages.at(-1)?.seq ?? 0;
    this.read();
    if (messages.length) {
      if (!this.transcript.last && messages.length > 1) this.hush();
      this.transcript.add(messages);
      this.tell('news', messages.length);
    }
    this.changed();
  }

  /** An agent sees what was read here. */
  read() {
    const { unread, batch } = this;
    if (!unread || document.hidden || batch.handled_by !== 'agent') return;
    this.unread = 0;
    call('read', { json: { seq: unread } }).catch(() => (this.unread ||= unread));
  }

  /** An agent sees that somebody writes here. */
  writes() {
    if (this.batch.handled_by !== 'agent' || Date.now() - this.told < 3e3) return;
    this.told = Date.now();
    call('typing', { json: {} }).catch(() => 0);
  }

  unreachable() {
    this.reached = false;
    this.changed();
  }

  restart() {
    this.batch = NOTHING;
    this.transcript.restart();
    this.changed();
    this.poll();
  }

  changed() {
    const { outbox, transcript, typing, status, notice, who, batch } = this;
    transcript.sync(outbox.list(), !!outbox.trouble || !navigator.onLine);
    const person = batch.doctor ? 'doctorHere' : batch.assistant ? 'agentAsked' : 'agentHere';
    set(who, t(batch.handled_by === 'agent' ? person : 'assistant'));
    const busy = outbox.trouble?.status === 429;
    set(notice, !navigator.onLine ? t('offline') : busy ? t('busy') : this.reached ? '' : t('unreachable'));
    const quiet = !this.answerDue() && !batch.typing;
    if (typing.hidden !== quiet) {
      typing.hidden = quiet;
      set(status, '');
      clearTimeout(this.slow);
      this.slow = setTimeout(() => set(status, t('working')), 4e3);
    }
    this.follow();
  }

  /** Shows the end; of a long answer its beginning, under the question. Who reads back is left alone. */
  follow() {
    const { box, header, transcript } = this;
    // The browser tells of scrolling a frame later; who scrolled up within it must not be pulled down either.
    if (Math.abs(box.scrollTop - this.seen) > 2) this.scrolled();
    const question = transcript.items().findLast(({ author }) => author === 'member')?.element;
    const top = question ? question.offsetTop - header.offsetHeight - 12 : Infinity;
    if (this.following) box.scrollTop = this.target = Math.max(0, Math.min(box.scrollHeight - box.clientHeight, top));
    this.scrolled();
  }

  scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.box;
    this.seen = scrollTop;
    this.latest.hidden = scrollHeight - scrollTop - clientHeight < 80;
    this.following = this.latest.hidden || Math.abs(scrollTop - this.target) < 3;
  }

  /** To embed.js. @param {string} what @param {number} [count] */
  tell(what, count) {
    parent.postMessage({ care165: what, count }, '*');
  }
}

customElements.define('care165-chat', Care165Chat);
