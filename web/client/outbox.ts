import type { Command } from './frames.ts';
import type { OutboxStore } from './ports.ts';

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
  if (typeof value !== 'object' || value === null || !('command' in value) || !('from' in value)) return false;
  const { command, from } = value;
  if (typeof command !== 'object' || command === null || typeof from !== 'number') return false;
  return 'op' in command && 'id' in command && typeof command.id === 'string' && 'chat' in command;
};

const parseEntries = (text: string): Entry[] => {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.filter(isEntry) : [];
  } catch {
    return [];
  }
};

/** Commands in the order they were given, kept until each is known to be accepted or refused, over reloads too. */
export class Outbox {
  readonly #store: OutboxStore | undefined;
  #entries: Entry[] = [];

  /** Takes over what earlier clients left unsettled, under the same ids, so that a repeat is known as one. */
  constructor(store?: OutboxStore) {
    this.#store = store;
    const texts = store?.load() ?? [];
    for (const entry of texts.flatMap(parseEntries)) {
      const known = this.#entries.some(({ command }) => command.id === entry.command.id);
      if (!known) this.#entries.push({ command: entry.command, from: entry.from });
    }
    if (texts.length > 0) this.#save();
  }

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  add(entry: Entry): void {
    this.#entries.push(entry);
    this.#save();
  }

  /** Removes the command of this id, if it is there, and tells whoever gave it. */
  settle(id: string, outcome: Outcome): void {
    const entry = this.#entries.find(({ command }) => command.id === id);
    if (entry === undefined) return;
    this.#entries = this.#entries.filter((other) => other !== entry);
    this.#save();
    entry.done?.(outcome);
  }

  /** Refuses every command for one chat. */
  refuse(chat: string, code: string, message: string): void {
    for (const { command } of this.#entries) if (command.chat === chat) this.settle(command.id, { code, message });
  }

  #save(): void {
    this.#store?.save(JSON.stringify(this.#entries.map(({ command, from }) => ({ command, from }))));
  }
}
