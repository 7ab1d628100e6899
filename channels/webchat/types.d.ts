/**
 * What the web chat's modules exchange, and what their functions mean. Type checkers and editors read this file, browsers
 * never: it stands here so that the modules themselves stay small.
 *
 * strings.js   every text of the interface, Indonesian and English; `{n}` stands for a number or a name
 * view.js      elements, cards, and the transcript: what the server has, in its order, then ours that are on the way
 * wire.js      requests, the session, the outbox on the device, the long poll
 * chat.js      where the member writes: text, Enter to send, files that go out with the next message; and the element
 *              `<care165-chat>`, which joins everything
 * embed.js     the launcher for other sites
 */
declare namespace T {
  interface Message {
    seq: number;
    author: 'member' | 'bot' | 'agent' | 'system';
    text: string;
    agent_name?: string | null;
    /** The person is a doctor. */
    doctor?: boolean;
    buttons?: { id: string; title: string }[];
    card?: any;
    /** ISO 8601 with zone. */
    at: string;
  }

  /** The answer of GET messages. */
  interface Batch {
    messages: Message[];
    handled_by: 'bot' | 'agent';
    /** The person who has the conversation is a doctor. */
    doctor?: boolean;
    /** A person was asked for; until one comes the bot goes on answering. */
    assistant?: boolean;
    answered_upto: number;
    /** An agent is writing. */
    typing?: boolean;
  }

  /** A message that waits on the device. */
  interface Entry {
    /** Its place in localStorage; sorts by age. */
    key: string;
    /** The id under which the server takes it once. */
    id: string;
    body: {
      text?: string;
      button?: string;
      location?: { latitude: number; longitude: number };
      attachments?: (string | undefined)[];
    };
    /** What the member sees. */
    text: string;
    at: string;
    /** The last sequence number known before the first attempt: a member message after it may be this one. */
    tried?: number;
    /** Why the server refused it for good. */
    error?: string;
  }

  /** One message on the screen. */
  type Item = Omit<Message, 'seq'> & {
    seq?: number;
    entry?: Entry;
    state?: 'sending' | 'waiting' | 'failed' | 'sent' | false;
    element?: HTMLElement;
    /** Its date in words. */
    day?: string;
  };

  interface Place {
    name: string;
    address?: string;
    phone?: string | null;
    distance_m?: number | null;
    open_now?: boolean | null;
    rating?: number | null;
    rating_count?: number;
    latitude?: number | null;
    longitude?: number | null;
  }

  /** What a message on the screen can set off. */
  interface Actions {
    send(body: Entry['body'], text: string): void;
    retry(entry: Entry): void;
    remove(entry: Entry): void;
    chooseFile(): void;
  }

  /** What sending and receiving tell the chat, and ask it. */
  interface Chat {
    /** With the sequence number of the last message read from the server. */
    transcript: { last: number };
    changed(): void;
    sent(entry: Entry, seq: number): void;
    received(batch: Batch): void;
    /** The server did not answer several times in a row. */
    unreachable(): void;
    answerDue(): boolean;
  }

  /** One request. POST when there is something to send; times in milliseconds. */
  interface Options {
    json?: object;
    form?: FormData;
    token?: string;
    timeout?: number;
    abort?: AbortController;
  }

  /** Sends a request, POST when there is something to send. Throws nothing but `Problem`. */
  type Call = (path: string, options: Options) => Promise<any>;

  /** A file that goes out with the next message; it has an id once the server has it. */
  interface Upload {
    name: string;
    item: HTMLElement;
    id?: string;
  }

  /** Draws the kinds of cards. What is not here is not drawn: the text beside a card says everything. */
  type Cards = Record<string, (data: any, actions: Actions) => Node | false>;

  /** Makes an element; `on…` are listeners. Strings become text nodes: what people write is never parsed as markup. */
  type H = <Name extends keyof HTMLElementTagNameMap>(
    name: Name,
    properties?: Record<string, any> | null,
    ...children: (Node | string | false | null | undefined | 0)[]
  ) => HTMLElementTagNameMap[Name];

  type Button = (words: string, onclick: () => void, style?: string, ...icons: Node[]) => HTMLButtonElement;

  /** Turns a text into something: a sign that screen readers pass over, the links in it. */
  type Text<Result> = (text: string) => Result;

  /** A day or a time in words, from ISO 8601. */
  type Format = (at: string, dateStyle?: 'full', timeStyle?: 'short') => string;

  /** Changes an element's words when they are other words: every change of a live region is read out. */
  type Set = (element: Element, words: string) => void;

  /** Copies what the page behind `href` has under a name, and says so in `note`. */
  type CopyButton = (href: string, note: Element, name: string) => Node;

  /** A link that leaves the chat. */
  type Outside = (href: string, words: Node | string, style?: string) => HTMLElement;
}
