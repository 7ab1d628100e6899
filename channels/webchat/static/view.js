import { t, ui } from './strings.js';
import { BASE } from './wire.js';

/** @type {T.H} */
export const h = (name, properties, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties ?? {}))
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (value != null) element.setAttribute(key, value);
  for (const child of children) if (child) element.append(child);
  return element;
};

/** @type {T.Button} */
export const button = (words, onclick, style, ...icons) =>
  h('button', { type: 'button', class: style, onclick }, ...icons, words);

/** @type {T.Text<Node>} */
export const sign = (text) => h('span', { 'aria-hidden': true, class: 'sign' }, text);

/** @type {T.Set} */
export const set = (element, words) => {
  if (element.textContent !== words) element.textContent = words;
};

/** @type {T.Text<Node>} */
const hidden = (text) => h('span', { class: 'sr' }, text);

/** @type {T.Outside} */
const outside = (href, words, style) =>
  h('a', { href, target: '_blank', rel: 'noopener noreferrer', class: style }, words, hidden(t('newTab')));

/** @type {T.Text<(Node | string)[]>} */
const linkify = (text) =>
  text.split(/(https?:\/\/[^\s<>"]*[^\s<>"'.,;:!?)\]]|tel:\+?[\d-]+)/).map((part) => {
    if (part.startsWith('tel:')) return h('a', { href: part }, part.slice(4));
    return part.startsWith(`${BASE.origin}/`) ? outside(part, part) : part;
  });

const tag = () => (ui.locale === 'en' ? 'en-GB' : 'id-ID');

/** @type {Record<string, Intl.DateTimeFormat>} making one takes long */
const formats = {};

/** @type {T.Format} */
const format = (at, dateStyle, timeStyle) =>
  (formats[tag() + timeStyle] ??= new Intl.DateTimeFormat(tag(), { dateStyle, timeStyle })).format(new Date(at));

/** @param {number} metres */
const distanceOf = (metres) =>
  metres < 995 ? `${Math.round(metres / 10)}0 m` : `${(Math.round(metres / 100) / 10).toLocaleString(tag())} km`;

/** @type {T.Cards} */
const CARDS = {
  __proto__: /** @type {any} */ (null),
  facilities: ({ items }) => h('ol', { class: 'card' }, ...items.map(facility)),
  map,
  link({ title, url, copies = [] }) {
    const { href } = new URL(url, BASE);
    const note = h('span', { role: 'status' });
    return /^https?:/.test(href) &&
      h('p', null, outside(href, title, 'big'), ...copies.map(copyButton.bind(null, href, note)), note);
  },
  file({ url, name, alt, media_type: type }) {
    const { href } = new URL(url, BASE);
    return type[0] === 'i' ? outside(href, h('img', { src: href, alt })) : outside(href, name, 'big');
  },
  request_location: requestLocation,
  attachments_wanted: (_, { chooseFile }) => h('fieldset', null, button(t('attach'), chooseFile, 'big', sign('+'))),
  rating(_, { send }) {
    const rates = t('stars').split('|').map((word) => {
      const [text] = word;
      const rate = button(text, () => send({ text }, text));
      rate.ariaLabel = word;
      return rate;
    });
    return h('fieldset', { 'aria-label': t('rating') }, ...rates);
  },
};

/** What is copied never stands in the chat: its page gives it out. @type {T.CopyButton} */
function copyButton(href, note, name) {
  const copy = async () => {
    const answer = await fetch(`${href}/${name}`, { method: 'POST' });
    if (!answer.ok) throw answer;
    await navigator.clipboard.writeText(await answer.text());
    set(note, t('copied'));
  };
  return button(t('copy', name), () => copy().catch(() => set(note, t('unreachable'))));
}

/** @param {T.Place} place */
function facility(place) {
  const { name, address, phone, distance_m: distance, open_now: open, latitude, rating, rating_count: count } = place;
  const state = open == null ? 'unknown' : open ? 'open' : 'closed';
  const call = phone && h('a', { href: `tel:${phone.replace(/[^+\d]/g, '')}` }, t('phone', phone));
  return h('li', null, h('b', null, name),
    h('p', { class: state }, distance != null && `${distanceOf(distance)} · `, h('span', null, t(state))),
    rating && h('p', null, sign('★ '), `${rating.toLocaleString(tag())} (${t('ratings', count)})`),
    h('p', null, address),
    h('p', { class: 'links' }, call, latitude != null && osm(place, t('map'))));
}

/** @type {(place: T.Place, words: string) => Node} */
const osm = ({ latitude, longitude }, words) =>
  outside(`https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=17/${latitude}/${longitude}`, words);

/** @param {T.Place} place */
function map(place) {
  const { name, address, latitude, longitude } = place;
  const area = h('div');
  const failed = () => area.replaceChildren(h('p', { role: 'alert' }, t('mapFailed')));
  area.append(button(t('map'), () => drawMap(area, place).catch(failed)));
  const phone = matchMedia('(pointer: coarse)').matches;
  const geo = phone && h('a', { href: `geo:${latitude},${longitude}` }, t('directions'));
  return h('div', { class: 'card' }, h('b', null, name), h('p', null, address), area,
    h('p', { class: 'links' }, osm(place, 'OpenStreetMap'), geo));
}

/** @param {HTMLElement} area @param {T.Place} place */
async function drawMap(area, { name, latitude, longitude }) {
  const leaflet = new URL('static/leaflet/leaflet', BASE);
  const box = h('div', { class: 'map', role: 'application', 'aria-label': name });
  area.replaceChildren(h('link', { rel: 'stylesheet', href: `${leaflet}.css` }), box);
  await import(`${leaflet}.js`);
  const { L } = /** @type {any} */ (globalThis);
  const view = L.map(box).setView([latitude, longitude], 16);
  const options = { attribution: '© OpenStreetMap', referrerPolicy: 'origin' }; // they refuse who hides
  L.tileLayer('https://tile.openstreetmap.org/{z}/{x}/{y}.png', options).addTo(view);
  L.circleMarker([latitude, longitude], { color: '#00593f', fillOpacity: 1 }).addTo(view);
}

/** @param {any} _ @param {T.Actions} actions */
function requestLocation(_, { send }) {
  const words = h('span', null, t('location'));
  const note = h('p', { role: 'alert' });
  const done = (why = '') => {
    set(words, t('location'));
    set(note, why);
  };
  const ask = () => {
    done();
    set(words, t('locating'));
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude } }) => {
        done();
        send({ location: { latitude, longitude } }, t('here'));
      },
      ({ code }) => done(t(code === 1 ? 'denied' : 'lost')),
      { timeout: 15e3, maximumAge: 3e5 });
  };
  return h('fieldset', null, h('button', { type: 'button', class: 'big', onclick: ask }, words), note);
}

/** The conversation on the screen: what the server has, in its order, then ours that are on the way. */
export class Transcript {
  log = h('div', { role: 'log', tabindex: 0 });
  last = 0;
  lastSent = 0;
  /** @type {T.Item[]} that another conversation has ended */
  past = [];
  /** @type {T.Item[]} read from the server */
  done = [];
  /** @type {T.Item[]} on the way, or taken but not yet read back */
  own = [];

  /** @param {T.Actions} actions */
  constructor(actions) {
    this.actions = actions;
  }

  items() {
    return [...this.past, ...this.done, ...this.own];
  }

  /** @param {T.Message[]} messages */
  add(messages) {
    for (const message of messages) {
      const { seq: sent, author, text } = message;
      const ours = author === 'member';
      // The answer to our sending it may be late or lost: what comes after the first attempt is what we sent.
      const claimed = this.own.find(({ seq, entry }) =>
        seq === sent || (!seq && !entry?.error && Number(entry?.tried) < sent));
      const item = (ours && claimed) || /** @type {T.Item} */ ({});
      this.own = this.own.filter((own) => own !== item);
      this.done.push(Object.assign(item, message, { text: text || item.text, state: ours && 'sent' }));
      this.last = sent;
      if (ours) this.lastSent = sent;
    }
    this.draw();
  }

  /** @param {T.Entry} entry @param {number} seq */
  sent({ key }, seq) {
    const item = this.own.find(({ entry }) => entry?.key === key);
    if (item && seq > this.last) Object.assign(item, { seq, state: 'sent' });
    this.lastSent = Math.max(this.lastSent, seq);
  }

  /** @param {T.Entry[]} entries @param {boolean} waiting */
  sync(entries, waiting) {
    const taken = this.own.filter(({ seq }) => seq);
    const open = entries.filter(({ key, error }) => error || !this.done.some(({ entry }) => entry?.key === key));
    this.own = taken.concat(open.map((entry) => {
      const { key, text, at, error } = entry;
      const item = this.own.find(({ entry }) => entry?.key === key) ?? { author: 'member', text, at };
      return Object.assign(item, { entry, state: error ? 'failed' : waiting ? 'waiting' : 'sending' });
    }));
    this.draw();
  }

  restart() {
    const note = /** @type {T.Item} */ ({ author: 'system', text: t('ended'), at: new Date().toISOString() });
    this.past = this.last ? [note] : [];
    this.done = this.own = [];
    this.last = this.lastSent = 0;
    this.draw();
  }

  redraw() {
    for (const item of this.items()) item.element = item.day = undefined;
    this.draw();
  }

  /** Changes only what differs: every new node is read out. */
  draw() {
    const { log } = this;
    const items = this.items();
    const answered = items.findLastIndex(({ author, state }) => author === 'member' && state !== 'failed');
    let before = { day: '', author: '' };
    const nodes = items.map((item) => {
      const element = this.bubble(item);
      const { author, at, day = (item.day = format(at, 'full')) } = item;
      element.classList.toggle('same', day === before.day && author === before.author);
      set(element.children[0], day === before.day ? '' : day);
      before = { day, author };
      return element;
    });
    // Only the latest choices can be used, until the member has answered.
    const offering = nodes.findLastIndex((node) => node.querySelector('fieldset'));
    nodes.forEach((node, index) => {
      for (const choices of node.querySelectorAll('fieldset')) choices.disabled = index < answered || index < offering;
    });
    const keep = new Set(/** @type {Element[]} */ (nodes));
    for (const node of [...log.children]) if (!keep.has(node)) node.remove();
    nodes.forEach((node, index) => log.children[index] === node || log.insertBefore(node, log.children[index]));
  }

  /** @param {T.Item} item */
  frame({ author, agent_name: name, doctor, card, buttons = [] }) {
    const person = `${t(doctor ? 'doctor' : 'agent')} ${name ?? ''}`;
    const who = { member: t('you'), bot: t('assistant'), agent: person, system: '' }[author];
    const choices = buttons.map(({ id, title }) => button(title, () => this.actions.send({ button: id }, title)));
    return h('div', null, h('p', { class: 'day' }), h('p', { class: 'who' }, who), h('div', { class: 'body' }),
      draw(card, this.actions), choices.length && h('fieldset', null, ...choices), h('p', { class: 'meta' }));
  }

  /** @param {T.Item} item */
  bubble(item) {
    const { author, text, state, at, entry, card } = item;
    const { retry, remove } = this.actions;
    const element = (item.element ??= this.frame(item));
    const shown = `${author} ${state || ''}`;
    if (element.dataset.shown === shown + text) return element;
    element.dataset.shown = shown + text;
    element.className = `msg ${shown}`;
    element.children[2].replaceChildren(...body(text || (author === 'member' ? t('shared') : ''), card));
    element.lastElementChild?.replaceChildren(h('time', { datetime: at }, format(at, undefined, 'short')),
      ...(!state ? [] : state === 'sent' ? [sign('✓'), hidden(t(state))] : !entry?.error ? [t(state)] :
        [t('failed', entry.error), button(t('retry'), () => retry(entry)), button(t('remove'), () => remove(entry))]));
    return element;
  }
}

/** @param {any} card @param {T.Actions} actions */
function draw(card, actions) {
  try {
    return CARDS[card.type](card, actions);
  } catch {
    return; // unknown or broken: the text says everything
  }
}

/** What a card shows is not said twice: its address is left out, a list of places folded away. @param {string} text @param {any} card */
function body(text, card) {
  if (/^(https?:|\/)/.test(card?.url)) return linkify(text.replace(card.url, '').replace(/\n\s*\n/, '\n').trim());
  const list = card?.type === 'facilities' ? text.indexOf(card.items[0]?.name) : -1;
  if (list < 0) return linkify(text);
  const introduction = text.slice(0, text.lastIndexOf('\n', list) + 1).trim();
  return [introduction, h('details', null, h('summary', null, t('asText')), ...linkify(text))];
}
