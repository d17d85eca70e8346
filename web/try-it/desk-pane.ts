import { button, field, make } from './elements.ts';
import { agentOf, signInLocally, type Agent } from './desk-api.ts';
import { DeskBoard } from './desk-board.ts';
import { PaneHead } from './pane-head.ts';

const KEY = 'dormouse.try-it.agent';

/** The agent's side: signs in, then shows the desk. */
export class DeskPane {
  readonly #pane: HTMLElement;
  readonly #head: PaneHead;
  readonly #body = make('div', { class: 'pane-body' });

  constructor(pane: HTMLElement) {
    this.#pane = pane;
    this.#head = new PaneHead(pane, { id: 'desk-title', title: 'Agent' });
    pane.append(this.#head.element, this.#body);
    const agent = agentOf(sessionStorage.getItem(KEY) ?? '');
    if (agent === undefined) this.#askName();
    else this.#seat(agent);
  }

  #askName(problem = ''): HTMLElement {
    this.#leave();
    const name = field('Your name', { name: 'name', value: 'Ada' });
    const submit = async (): Promise<void> => {
      const agent = await signInLocally(name.input.value.trim());
      if (agent === undefined) this.#askToken().focus();
      else this.#seat(agent).focus();
    };
    return this.#form('Sit down at the desk to see which chats wait for somebody.', name, 'Sign in', submit, problem);
  }

  /** A deployed stack believes only its identity provider. */
  #askToken(problem = ''): HTMLElement {
    this.#leave();
    const token = field('Identity token', { name: 'token' });
    const submit = async (): Promise<void> => {
      const agent = agentOf(token.input.value.trim());
      if (agent === undefined) this.#askToken('This is no identity token.').focus();
      else this.#seat(agent).focus();
    };
    return this.#form('Paste an identity token of the desk’s user pool.', token, 'Sign in', submit, problem);
  }

  #form(
    text: string,
    { row, input }: ReturnType<typeof field>,
    label: string,
    submit: () => Promise<void>,
    problem: string,
  ): HTMLElement {
    const form = make(
      'form',
      { class: 'card' },
      make('p', {}, text),
      row,
      make('p', { class: 'problem', attributes: { role: 'alert' } }, problem),
      make('button', { class: 'button strong', attributes: { type: 'submit' } }, label),
    );
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      submit().catch((error: unknown) => this.#askName(error instanceof Error ? error.message : String(error)).focus());
    });
    this.#body.replaceChildren(form);
    return input;
  }

  #leave(): void {
    sessionStorage.removeItem(KEY);
    this.#head.follow(undefined);
  }

  #seat(agent: Agent): DeskBoard {
    sessionStorage.setItem(KEY, agent.idToken);
    const signOut = button(`Sign out ${agent.nickname}`, () => {
      board.stop();
      this.#askName().focus();
    });
    const board = new DeskBoard(agent, this.#head, this.#pane, signOut, () => {
      board.stop();
      this.#askName('The token is no longer valid. Sign in again.');
    });
    this.#body.replaceChildren(board.element);
    board.start();
    return board;
  }
}
