import { t } from './strings.js';
import { button, h, sign } from './view.js';
import { call, Pause, Problem } from './wire.js';

const LIMIT = 4096;
const FILES = 5;
const FILE_LIMIT = 5 * 2 ** 20;
const TYPES = ['image/jpeg', 'image/png', 'image/webp', 'application/pdf'];

export class Composer {
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
