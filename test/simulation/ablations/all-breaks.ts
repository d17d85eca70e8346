/** One way in which an earlier design lost, doubled or forgot something, and what is there against it now. */
export interface Break {
  readonly what: string;
  /** Clauses of docs/SPEC.md. */
  readonly clauses: readonly string[];
  /** Which rules to switch off to see it again. */
  readonly ablations: readonly string[];
  /** What holds it besides, or why there is nothing to switch off. */
  readonly instead?: string;
}

/** Every such break, the worst first. */
export const allBreaks: readonly Break[] = [
  {
    what: 'A message was doubled when as many other commands came in between as the chat remembers, and a copy of it was still under way.',
    clauses: ['CMD-1', 'CMD-2', 'CMD-4'],
    ablations: ['repeats-are-known', 'catch-up-first', 'own-command-is-known', 'workflow-log-is-searched'],
  },
  {
    what: 'A put whose answer was lost was made again, and the message stood there twice.',
    clauses: ['LOG-5'],
    ablations: ['own-put'],
  },
  {
    what: 'A message to a connection that was dead, and not known to be, was never pushed.',
    clauses: ['PRES-2', 'DLV-3', 'BEAT-1', 'PUSH-1', 'PUSH-5'],
    ablations: ['lease-counts-as-gone', 'heartbeat-names-position', 'last-socket-pushes', 'push-until-acknowledged'],
  },
  {
    what: 'A wake-up that was recorded and never made kept the one that lived from being believed.',
    clauses: ['WAKE-1', 'WAKE-3'],
    ablations: ['number-decides-nothing'],
  },
  {
    what: 'A schedule was asked for a moment that had just passed, and was refused.',
    clauses: ['WAKE-12'],
    ablations: ['never-in-the-past'],
  },
  {
    what: 'An agent whose desk died without a word stayed in the chat.',
    clauses: ['AGENT-6', 'DESK-3'],
    ablations: ['desk-lease'],
  },
  {
    what: 'A desk that came back at the end of its grace was declared lost though it was there, or believed itself in a chat that had lost it.',
    clauses: ['AGENT-5', 'AGENT-6', 'AGENT-9'],
    ablations: ['grace-in-the-declaration', 'loss-names-its-epoch', 'joins-again'],
  },
  {
    what: 'A record of the log that could not be handled was lost with all its effects.',
    clauses: ['EFF-3', 'STUCK-5', 'REP-11'],
    ablations: ['retry-queue', 'effects-in-the-log', 'newer-row-wins', 'reports-come-back'],
  },
  {
    what: 'A wake-up that met an outage of three minutes was dropped.',
    clauses: ['WAKE-6'],
    ablations: ['wake-ups-are-kept'],
  },
  {
    what: 'The stuck-check ran all that was overdue at once: nobody was warned; or the close was counted from when the alert had been due.',
    clauses: ['IDLE-6', 'STUCK-9', 'STUCK-1'],
    ablations: ['alert-before-close', 'close-counts-from-the-alert', 'stuck-check'],
  },
  {
    what: 'A desk that opened its next socket missed what was sent while it said hello.',
    clauses: ['DLV-2', 'DLV-3', 'BEAT-1'],
    ablations: ['registered-before-read', 'previous-index'],
    instead:
      'the second look of a sender, after a gone socket or none, is a second line: with the first in place nothing breaks without it',
  },
  {
    what: 'One chat had as many schedules as it had visits, and made one for every heartbeat.',
    clauses: ['WAKE-2', 'WAKE-7', 'COST-1'],
    ablations: [],
    instead:
      'counted, because it costs and breaks nothing: `test/domain/wake-ups.test.ts`, the promise `bounded`, and the runs in docs/COST.md',
  },
  {
    what: 'An absent customer was removed after less than two periods, though nothing had gone wrong.',
    clauses: ['PRES-3', 'PRES-4', 'PRES-5'],
    ablations: ['two-periods', 'periods-by-time', 'only-while-away'],
  },
  {
    what: 'During a deployment an old function wrote a state that had forgotten what it did not know.',
    clauses: ['SKEW-1', 'SKEW-3'],
    ablations: ['newer-is-refused'],
  },
  {
    what: 'A state outgrew its item, and from then on nothing could happen in the chat, not even its close.',
    clauses: ['BND-1', 'BND-2', 'BND-3', 'BND-4'],
    ablations: ['state-has-a-bound'],
    instead: 'the promise `bounded` and `test/domain/bounds.test.ts`',
  },
  {
    what: 'Time went back when a slow command lost its race, and the idle clock with it.',
    clauses: ['LOG-4'],
    ablations: ['time-never-goes-back'],
  },
  {
    what: 'A 410, or silence, was taken for a fact; what was said of one socket was believed of another.',
    clauses: ['PRES-6', 'PRES-10', 'BEAT-2'],
    ablations: ['gone-is-confirmed', 'evidence-for-one-socket'],
  },
  {
    what: 'The stuck-check removed the row of a chat that was just being opened: nothing would ever have woken it.',
    clauses: ['STUCK-6', 'STUCK-7'],
    ablations: ['unwritten-row-renewed'],
    instead: 'that a row is removed only as it was read: `test/contract/list-rows.contract.ts`',
  },
  {
    what: 'What a row says was taken for check-at: after a lively day each chat looked stuck.',
    clauses: ['CHK-4', 'STUCK-1', 'STUCK-4'],
    ablations: ['look-at-is-a-bound'],
  },
  {
    what: 'A desk learned from late lists which chats it was in, and missed some.',
    clauses: ['AGENT-3'],
    ablations: ['listed-before-join', 'forgotten-as-of'],
  },
  {
    what: 'Options that changed in the middle of a silence were in force for some functions and not for others.',
    clauses: ['OPT-2', 'OPT-3', 'OPT-4', 'OPT-13'],
    ablations: ['periods-in-the-event', 'options-reach-sleepers'],
  },
  {
    what: 'A position that was taken from the last event shown, or from the head of the log, made every heartbeat a catch-up.',
    clauses: ['DLV-3', 'CATCH-1', 'CATCH-2'],
    ablations: ['previous-index'],
    instead: 'what it cost is counted: heartbeats in docs/COST.md',
  },
  {
    what: 'Events of an open chat had a time to live, and its last word went before the rest.',
    clauses: ['END-1', 'END-2', 'CLOSE-2', 'FILE-6', 'FILE-9'],
    ablations: ['kept-while-open', 'last-item-last', 'files-follow-the-state', 'kept-before-committed'],
  },
  {
    what: 'What was gathered before a lost race was acted upon after it.',
    clauses: ['LOG-5', 'LOG-6', 'PRES-11'],
    ablations: ['decided-again', 'nothing-from-a-weak-read'],
  },
];
