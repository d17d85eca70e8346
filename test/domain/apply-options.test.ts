import { describe, it } from 'vitest';
import type { ChatOptions } from '../../shared/domain/options.ts';
import {
  alerted,
  at,
  closed,
  doubted,
  FLEX_PERIODS,
  HOUR,
  MIN,
  moved,
  opened,
  OPTIONS,
  PUSH_PERIODS,
  removed,
  SEC,
} from '../support/builders.ts';
import { given } from '../support/given-when-then.ts';

const apply = { type: 'apply-options', id: 's/apply/1' } as const;
const HOURLY: ChatOptions = { ...OPTIONS, idleAlertSec: 3_600 };
const hourly = { ...PUSH_PERIODS, idleAlertSec: 3_600 };

/** An hour and the delay of CHAT's alert for that period. */
const ALERT_DUE = 3_605_258;

describe('options applied to a sleeping chat', () => {
  it('[OPT-13] are written into an event for nobody, which arms sooner', () => {
    given(opened())
      .when(apply, at(30 * MIN), HOURLY)
      .then(moved(30 * MIN, { id: 's/apply/1', periods: hourly, arm: { number: 2, at: 3_660_000 } }));
  });

  it('[OPT-13] arm nothing when they move every deadline later', () => {
    const later = { ...PUSH_PERIODS, idleAlertSec: 172_800 };
    given(opened())
      .when(apply, at(30 * MIN), { ...OPTIONS, idleAlertSec: 172_800 })
      .then(moved(30 * MIN, { id: 's/apply/1', periods: later }));
  });

  it('[OPT-13] are nothing to do where they are in force and a wake-up is coming', () => {
    given(opened())
      .when(apply, at(30 * MIN), OPTIONS)
      .thenNothing();
  });

  it('[OPT-13, STUCK-1] arm a chat anew that has lost its wake-ups, whatever its periods', () => {
    given(opened(), removed(HOUR), moved(HOUR, { fired: 1 }))
      .when(apply, at(2 * HOUR), OPTIONS)
      .then(moved(2 * HOUR, { id: 's/apply/1', arm: { number: 2, at: 86_580_000 } }));
  });

  it('[OPT-14] that make an alert overdue give it then, and the close a full async-idle-close later', () => {
    const applied = moved(2 * HOUR, { id: 's/apply/1', periods: hourly, arm: { number: 2, at: 2 * HOUR } });
    given(opened())
      .when(apply, at(2 * HOUR), HOURLY)
      .then(applied);
    given(opened(), applied)
      .when({ type: 'wake-up', id: 's/wake/2', number: 2 }, at(2 * HOUR), HOURLY)
      .then(alerted(2 * HOUR, { id: 's/wake/2', fired: 2, arm: { number: 3, at: 10_860_000 } }));
  });

  it('[OPT-14] that shorten the close count it from the alert that was given', () => {
    const quick = { ...OPTIONS, idleCloseSec: 60 };
    const warned = [
      opened(),
      removed(HOUR),
      alerted(24 * HOUR + 5 * MIN, { fired: 1, arm: { number: 2, at: 90_360_000 } }),
    ];
    const soon = 24 * HOUR + 5 * MIN + 10 * SEC;
    given(...warned)
      .when(apply, at(soon), quick)
      .then(
        moved(soon, {
          id: 's/apply/1',
          periods: { ...PUSH_PERIODS, idleCloseSec: 60 },
          arm: { number: 3, at: 24 * HOUR + 6 * MIN + SEC + 124 },
        }),
      );
  });

  it('[OPT-13, PRES-4] that shorten presence leave both periods to the customer', () => {
    const longFlex = { ...FLEX_PERIODS, presenceSec: 3_600 };
    given(opened({ push: false, periods: longFlex, arm: { number: 1, at: 3_660_000 } }))
      .when(apply, at(10 * MIN), OPTIONS)
      .then(moved(10 * MIN, { id: 's/apply/1', periods: FLEX_PERIODS, arm: { number: 2, at: 10 * MIN } }));
    given(
      opened({ push: false, periods: longFlex, arm: { number: 1, at: 3_660_000 } }),
      moved(10 * MIN, { id: 's/apply/1', periods: FLEX_PERIODS, arm: { number: 2, at: 10 * MIN } }),
    )
      .when({ type: 'wake-up', id: 's/wake/2', number: 2 }, at(10 * MIN))
      .then(doubted(10 * MIN, { id: 's/wake/2', fired: 2, arm: { number: 3, at: 10 * MIN + 46_138 } }));
  });

  it('[OPT-13, CLOSE-4] leave a closed chat alone', () => {
    given(opened(), closed(HOUR))
      .when(apply, at(2 * HOUR), HOURLY)
      .thenNothing();
  });

  it('names the delay of the alert that the times above rest on', () => {
    given(opened({ periods: hourly, arm: { number: 1, at: 3_660_000 } }))
      .when({ type: 'wake-up', id: 's/wake/1', number: 7 }, at(ALERT_DUE - 1), HOURLY)
      .thenNothing();
  });
});
