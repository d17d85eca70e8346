type Child = Node | string | undefined;

interface Properties {
  readonly class?: string;
  readonly id?: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** An element with children. Text is always text, never markup. */
export const make = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Properties = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] => {
  const element = document.createElement(tag);
  if (properties.class !== undefined) element.className = properties.class;
  if (properties.id !== undefined) element.id = properties.id;
  for (const [name, value] of Object.entries(properties.attributes ?? {})) element.setAttribute(name, value);
  element.append(...children.filter((child) => child !== undefined));
  return element;
};

/** A button that does not submit anything. */
export const button = (label: string, onClick: () => void, look = 'quiet'): HTMLButtonElement => {
  const element = make('button', { class: `button ${look}`, attributes: { type: 'button' } }, label);
  element.addEventListener('click', onClick);
  return element;
};

/** A labelled field for one line of text. */
export const field = (
  label: string,
  { name, value = '', required = true }: { name: string; value?: string; required?: boolean },
): { row: HTMLElement; input: HTMLInputElement } => {
  const attributes = {
    name,
    type: 'text',
    autocomplete: 'off',
    maxlength: '4096',
    ...(required ? { required: '' } : {}),
  };
  const input = make('input', { attributes });
  input.value = value;
  return { row: make('label', { class: 'field' }, make('span', {}, label), input), input };
};

/** The element of an id that the page is known to have. */
export const byId = (id: string): HTMLElement => {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no element ${id}`);
  return element;
};
