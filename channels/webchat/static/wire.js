import { ui } from './strings.js';

export const BASE = new URL('../', import.meta.url);
const TOKEN = 'care165.token';
const OUTBOX = 'care165.out.';

/** @type {Record<string, string>} */
export let device = {};
try {
  localStorage['care165.probe'] = '';
  device = localStorage;
} catch {}

/** A request without success; `status` 0: no answer came. */
export class Problem extends Error {
  /** @param {number} status @param {string} [detail] @param {number} [after] seconds to wait */
  constructor(status, detail, after = 0) {
    super(detail || String(status));
    this.status = status;
    this.after = after;
    this.passing = !status || status > 499 || ([401, 408, 425, 429].includes(status) && after < 300);
  }
}

/** In one tab at a time. @type {(name: string, work: () => Promise<any>) => Promise<any>} */
const alone = async (name, work) =>
  navigator.locks?.request(name, { signal: AbortSignal.timeout(25e3) }, work).catch((error) => {
    if (error instanceof Problem) throw error;
    return work();
  }) ?? work();

/** @type {T.Call} */
const request = async (path, { json, form, token, timeout = 20e3, abort = new AbortController() }) => {
  const timer = setTimeout(() => abort.abort(), timeout);
  /** @type {Record<string, string>} */
  const headers = { 'Accept-Language': ui.locale };
  if (json) headers['Content-Type'] = 'application/json';
  if (token) headers.Authorization = `Bearer ${token}`;
  const body = form ?? JSON.stringify(json);
  try {
    const { signal } = abort;
    const method = body ? 'POST' : 'GET';
    const answer = await fetch(new URL(`v1/${path}`, BASE), { method, body, headers, signal });
    if (answer.ok) return await answer.json();
    const { detail } = await answer.json().catch(() => ({}));
    throw new Problem(answer.status, detail, Number(answer.headers.get('Retry-After')));
  } catch (error) {
    throw error instanceof Problem ? error : new Problem(0);
  } finally {
    clearTimeout(timer);
  }
};

export const session = { onrenew() {} };

/** After a 401 the next request is in a new conversation. @type {T.Call} */
export const call = async (path, options) => {
  const token = device[TOKEN] || (await begin());
  try {
    return await request(path, { ...options, token });
  } catch (error) {
    if (error instanceof Problem && error.status === 401) await begin(token);
    throw error;
  }
};

/** @param {string} [ended] */
const begin = (ended) =>
  alone('care165.session', async () => {
    if (device[TOKEN] === ended) {
      device[TOKEN] = (await request('sessions', { json: { locale: ui.locale, greet: true } })).token;
      if (ended) session.onrenew();
    }
    return device[TOKEN];
  });

/** Longer with each failure; `wake` ends it. */
export class Pause {
  failures = 0;
  wake = () => {};

  /** @param {Problem} problem */
  after({ after }) {
    const seconds = Math.min(30, 2 ** this.failures++) * (0.7 + 0.6 * Math.random());
    return this.sleep(1e3 * (after || seconds));
  }

  /** @param {number} milliseconds */
  sleep(milliseconds) {
    return new Promise((resolve) => setTimeout((this.wake = () => resolve(0)), milliseconds));
  }
}

/** Messages stay on the device until the server has them; sent one by one, never twice. @param {T.Chat} chat */
export function outbox(chat) {
  const pause = new Pause();
  let running = false;

  const self = {
    /** @type {Problem | undefined} */
    trouble: undefined,

    /** @returns {T.Entry[]} */
    list() {
      const keys = Object.keys(device).filter((key) => key.startsWith(OUTBOX));
      return keys.sort().map((key) => JSON.parse(device[key]));
    },

    /** @type {T.Actions['send']} */
    add(body, text) {
      const id = uuid();
      self.put({ key: OUTBOX + Date.now() + id, id, body, text, at: new Date().toISOString() });
      self.wake();
    },

    /** @param {T.Entry} entry */
    put(entry) {
      device[entry.key] = JSON.stringify(entry);
      chat.changed();
    },

    /** @param {T.Entry} entry */
    remove({ key }) {
      delete device[key];
      chat.changed();
    },

    /** For a new conversation, where old buttons mean nothing. */
    renew() {
      for (const { tried, body, ...entry } of self.list())
        self.put({ ...entry, id: uuid(), body: body.button ? { text: entry.text } : body });
    },

    async wake() {
      pause.wake();
      if (running) return;
      running = true;
      for (let entry; (entry = self.list().find(({ error }) => !error)); ) {
        const { key } = entry;
        try {
          await alone('care165.outbox', () => attempt(key));
          self.trouble = undefined;
          pause.failures = 0;
        } catch (error) {
          self.trouble = /** @type {Problem} */ (error);
          chat.changed();
          await pause.after(self.trouble);
        }
      }
      running = false;
      chat.changed();
    },
  };

  /** @param {string} key */
  async function attempt(key) {
    if (!device[key]) return; // another tab was faster
    const entry = JSON.parse(device[key]);
    entry.tried ??= chat.transcript.last;
    self.put(entry);
    try {
      const { seq } = await call('messages', { json: { id: entry.id, ...entry.body } });
      chat.sent(entry, seq);
      self.remove(entry);
    } catch (error) {
      if (!(error instanceof Problem) || error.passing) throw error;
      self.put({ ...entry, error: error.message });
    }
  }

  return self;
}

/** Works without HTTPS too, unlike `crypto.randomUUID`. */
const uuid = () => URL.createObjectURL(new Blob()).slice(-36);

/** Long polling gets through every proxy. The result asks again at once. @param {T.Chat} chat */
export function receive(chat) {
  const pause = new Pause();
  let abort = new AbortController();
  let woken = false;

  async function poll() {
    const began = Date.now();
    const wait = chat.answerDue() ? 2 : 25;
    abort = new AbortController();
    const path = `messages?after=${chat.transcript.last}&wait=${wait}`;
    const batch = await call(path, { timeout: (wait + 15) * 1e3, abort });
    if (woken) return;
    pause.failures = 0;
    chat.received(batch);
    if (!batch.messages.length) await pause.sleep(1e3 + began - Date.now());
  }

  (async () => {
    for (;;) {
      woken = false;
      try {
        await poll();
      } catch (error) {
        const problem = /** @type {Problem} */ (error);
        if (woken && problem.status !== 401) continue;
        if (pause.failures) chat.unreachable();
        await pause.after(problem);
      }
    }
  })();

  return () => {
    woken = true; // what is on its way may hang on a dead connection
    abort.abort();
    pause.wake();
  };
}
