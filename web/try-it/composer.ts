import { make } from './elements.ts';

/** A field for messages: Enter sends, Shift+Enter makes a new line. */
export class Composer {
  readonly element: HTMLFormElement;
  readonly #text = make('textarea', {
    attributes: { rows: '1', enterkeyhint: 'send', placeholder: 'Write a message', maxlength: '16000' },
  });

  constructor(label: string, on: { readonly send: (text: string) => void; readonly type: (typing: boolean) => void }) {
    this.#text.setAttribute('aria-label', label);
    const send = make('button', { class: 'button strong', attributes: { type: 'submit' } }, 'Send');
    this.element = make('form', { class: 'composer' }, this.#text, send);
    this.#text.addEventListener('input', () => on.type(this.#text.value !== ''));
    this.#text.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.element.requestSubmit();
    });
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      const text = this.#text.value.trim();
      if (text === '') return;
      this.#text.value = '';
      on.type(false);
      on.send(text);
    });
  }

  focus(): void {
    this.#text.focus();
  }
}
