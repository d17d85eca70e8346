import type { Command } from './frames.ts';
import type { OutboxStore } from './ports.ts';
import { isLoose, isNumber, isText, parseJson } from './shapes.ts';

/** What became of a command: its index (none when nothing had to change), or why it was refused. */
export type Outcome = { readonly index: number | undefined } | { readonly code: string; readonly message: string };

/** A command that is not known to be settled. */
export interface Entry {
  readonly command: Command & { readonly chat: string };
  /** The position up to which the client had seen the chat when it made the command: it cannot be at or before it. */
  readonly from: number;
  readonly done?: (outcome: Outcome) => void;
}

const isEntry = (value: unknown): value is Entry => {
  if (!isLoose(value) || !isNumber(value['from']) || !isLoose(value['command'])) return false;
  const { op, id, chat } = value['command'];
  return isText(op) && isText(id) && isText(chat);
};

const parseEntries = (text: string): Entry[] => {
  const value = parseJson(text);
  return Array.isArray(value) ? value.filter(isEntry) : [];
};

/** Commands in the order they were given, kept until each is known to be accepted or refused, over reloads too. */
export class Outbox {
  readonly #store: OutboxStore | undefined;
  readonly #entries = new Map<string, Entry>();

  /** Takes over what earlier clients left unsettled, under the same ids, so that a repeat is known as one. */
  constructor(store?: OutboxStore) {
    this.#store = store;
    const texts = store?.load() ?? [];
    for (const { command, from } of texts.flatMap(parseEntries)) {
      if (!this.#entries.has(command.id)) this.#entries.set(command.id, { command, from });
    }
    if (texts.length > 0) this.#save();
  }

  get entries(): readonly Entry[] {
    return [...this.#entries.values()];
  }

  /** The command of this id, if it is there. */
  find(id: string): Entry | undefined {
    return this.#entries.get(id);
  }

  add(entry: Entry): void {
    this.#entries.set(entry.command.id, entry);
    this.#save();
  }

  /** Removes the command of this id, if it is there, and tells whoever gave it. */
  settle(id: string, outcome: Outcome): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    this.#entries.delete(id);
    this.#save();
    entry.done?.(outcome);
  }

  /** Refuses every command for one chat. */
  refuse(chat: string, refusal: Outcome): void {
    for (const { command } of this.entries) if (command.chat === chat) this.settle(command.id, refusal);
  }

  /** JSON leaves `done` out: whoever waited is gone after a reload. */
  #save(): void {
    this.#store?.save(JSON.stringify(this.entries));
  }
}
