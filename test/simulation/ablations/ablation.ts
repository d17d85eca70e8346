import type { ChatEvent } from '../../../shared/domain/events.ts';
import type { Agenda } from '../engine/agenda.ts';
import type { AllDeps } from '../engine/all-deps.ts';
import type { FunctionName } from '../faults/fault.ts';

/** Where a rule is switched off: in which function, and when. */
export interface Seam {
  readonly by: FunctionName;
  readonly agenda: Agenda;
}

/** A wake-up that has come: its number, and the how-manieth time the queue brings it. */
export interface ComingWakeUp {
  readonly number: number;
  readonly attempt: number;
}

/** A rule switched off, to see what it prevents. A new one is a file in this folder and a line in all-ablations.ts. */
export interface Ablation {
  readonly name: string;
  /** The rule, as it stands while it is on. */
  readonly rule: string;
  /** The rule came with a later feature: the earlier design that was broken did not have it. */
  readonly newer?: true;
  /** The promises that the rule is there for: at least one of them breaks. */
  readonly breaks: readonly string[];
  /** The only faults that sessions have: those that the rule is there for. */
  readonly faults: readonly string[];
  /** The ports of a function without the rule. */
  readonly ports?: (ports: AllDeps, seam: Seam) => AllDeps;
  /** The answer to a frame without the rule. */
  readonly answer?: (frame: string) => string;
  /** Any frame to a client without the rule. */
  readonly frame?: (frame: string) => string;
  /** Whether a wake-up that has come reaches its function; `log` is the chat's. */
  readonly wakeUp?: (coming: ComingWakeUp, log: readonly ChatEvent[]) => boolean;
  /** Whether the queue brings a report that failed back. */
  readonly reportsComeBack?: false;
  /** Whether the sweep ticks. */
  readonly sweep?: false;
}
