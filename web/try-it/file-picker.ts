import { button, make } from './elements.ts';
import { browserUpload } from './file-api.ts';
import { uploadFile, type FilePlace } from './upload.ts';

/** A button that sends a file, how much of it has gone, and why it was not taken. */
export class FilePicker {
  readonly element: HTMLElement;
  readonly #state = make('span', { class: 'upload-state', attributes: { role: 'status' } });
  readonly #bar = make('progress', { attributes: { max: '1', 'aria-label': 'How much has been sent' } });
  readonly #button: HTMLButtonElement;

  constructor(place: FilePlace) {
    const input = make('input', { attributes: { type: 'file', hidden: '', 'aria-label': 'File to send' } });
    this.#button = button('Send a file', () => input.click());
    input.addEventListener('change', () => {
      const file = input.files?.[0];
      // So that the same file can be chosen again.
      input.value = '';
      if (file !== undefined) void this.#upload(place, file);
    });
    this.#bar.hidden = true;
    this.element = make('div', { class: 'upload' }, this.#button, input, this.#bar, this.#state);
  }

  async #upload(place: FilePlace, file: File): Promise<void> {
    this.#busy(true);
    this.#say(`Sending ${file.name}`);
    try {
      await uploadFile(browserUpload(place), place, file, (share) => {
        this.#bar.value = share;
      });
      this.#say('');
    } catch (error) {
      this.#say(error instanceof Error ? error.message : String(error), 'problem');
    } finally {
      this.#busy(false);
    }
  }

  #busy(isBusy: boolean): void {
    this.#bar.hidden = !isBusy;
    this.#bar.value = 0;
    this.#button.disabled = isBusy;
  }

  #say(text: string, look = ''): void {
    this.#state.className = `upload-state ${look}`.trim();
    this.#state.textContent = text;
  }
}
