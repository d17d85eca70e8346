import { describe, expect, it } from 'vitest';
import { allows, OPTION_NAMES, rangeOf, specOf, type OptionName } from '../../shared/domain/option-schema.ts';
import { fileOptionsOf } from '../../shared/domain/file-options.ts';
import { DEFAULT_OPTIONS, resolveOptions, type OptionValues } from '../../shared/domain/options.ts';

/** What each kind of option never takes. */
const ODD: readonly unknown[] = [undefined, null, NaN, Infinity, 0.5, [], {}, [1], { a: 1 }, '\u0000 odd', -1];

/** Values at the edges of what an option takes, and just beyond. */
const edgesOf = (name: OptionName): { readonly taken: readonly unknown[]; readonly refused: readonly unknown[] } => {
  const spec = specOf(name);
  switch (spec.type) {
    case 'number':
      return { taken: [spec.min, spec.max], refused: [...ODD, spec.min - 1, spec.max + 1, String(spec.min), true] };
    case 'text':
      return {
        taken: ['x'.repeat(spec.min), '\u{1F600}'.repeat(spec.max)],
        refused: [undefined, null, 1, true, [], {}, 'x'.repeat(spec.max + 1), ...(spec.min > 0 ? [''] : [])],
      };
    case 'flag':
      return { taken: [true, false], refused: [...ODD, 'true', 'false', 0, 1, ''] };
    case 'url':
      return {
        taken: [
          '',
          'https://push.example',
          'https://push.example:8443/in?to=a&b=c',
          'http://127.0.0.1:4570/in',
          `https://push.example/${'x'.repeat(479)}`,
        ],
        refused: [
          ...ODD,
          true,
          'push.example',
          'ftp://push.example',
          'to https://push.example',
          'https://push.example/#a',
          'https://me:pw@push.example',
          'https://a b/',
          'https:///x',
          `https://push.example/${'x'.repeat(480)}`,
        ],
      };
    case 'endings':
      return {
        taken: ['png', 'png:jpg', 'a:1:abcdefghij', Array.from({ length: 50 }, (_, index) => `e${index}`).join(':')],
        refused: [
          ...ODD,
          '',
          ':',
          'png:',
          'png,jpg',
          'png: jpg',
          'PNG',
          '.png',
          'abcdefghijk',
          `${'a:'.repeat(50)}a`,
          true,
          1,
        ],
      };
    case 'choice':
      return { taken: spec.values, refused: [...ODD, '', ` ${spec.default}`, spec.default.toUpperCase(), true, 1] };
    case 'set':
      return {
        taken: ['', ...spec.members, spec.members.join(','), spec.members.join(', ')],
        refused: [...ODD, ',', 'odd', `${spec.members[0]},${spec.members[0]}`, `${spec.members[0]}, odd`, true],
      };
  }
};

describe('every option', () => {
  const edges = OPTION_NAMES.flatMap((name) => {
    const { taken, refused } = edgesOf(name);
    return [
      ...[specOf(name).default, ...taken].map((value) => ({ name, value, isTaken: true })),
      ...refused.map((value) => ({ name, value, isTaken: false })),
    ];
  });

  it.each(edges)('[OPT-1, OPT-8] $name: $value is taken: $isTaken', ({ name, value, isTaken }) => {
    expect(allows(specOf(name), value)).toBe(isTaken);
  });

  it('[OPT-8] says in words what it takes', () => {
    expect(Object.fromEntries(OPTION_NAMES.map((name) => [name, rangeOf(specOf(name))]))).toMatchObject({
      'async-idle-alert': 'a whole number from 1 to 1728000',
      'timeout-alert2': 'a whole number from 0 to 86400',
      'message-alert': 'a text of at most 2000 characters',
      'default-repchar': 'one character',
      'flex-push-enabled': 'true or false',
      'push-callback-url': 'a URL of at most 500 characters, or nothing',
      'async-idle-notices': 'one of none, major, major2, typing, all',
      'flex-push-content': 'any of app-dbid, secure-key, session-id, user-id, with commas between them',
    });
  });

  it('[OPT-9] is in force exactly when the core is told its value', () => {
    const read = new Set<string>();
    const values: OptionValues = new Proxy({}, { get: (_, name) => void read.add(String(name)) });
    resolveOptions(values);
    fileOptionsOf(values);
    expect([...read].sort()).toEqual(OPTION_NAMES.filter((name) => specOf(name).inForce).sort());
  });
});

describe('what comes to force', () => {
  it('[OPT-1, LIM-1, LIM-2] are Genesys’ defaults, and rates of its own', () => {
    expect(DEFAULT_OPTIONS).toEqual({
      idleAlertSec: 86_400,
      idleCloseSec: 3_600,
      idleNotices: 'major',
      flexDisconnectSec: 45,
      flexPushSec: 86_400,
      pushEnabled: true,
      pushOnJoin: false,
      pushContent: ['session-id', 'user-id'],
      pushResendDelaySec: 15,
      pushResendAttempts: 3,
      pushUnseenSec: 90,
      pushCallbackUrl: '',
      pushTitle: '',
      pushText: 'You have a new message.',
      restoreBy: 'none',
      restorePush: false,
      controlOn: false,
      timeoutAlertSec: 255,
      timeoutAlert2Sec: 0,
      timeoutCloseSec: 45,
      includeNotices: 'major',
      regularIdleMaxSec: 86_400,
      messageAlert: 'Chat session will be closed soon due to inactivity of chat participants.',
      messageAlert2: 'Chat session will be closed very soon due to inactivity of chat participants.',
      messageClose: 'Chat session closed due to inactivity of chat participants.',
      previewMasked: false,
      maskCharacter: '*',
      stopRule: 'never',
      attachRule: 'none',
      masks: [],
      limitsEnabled: false,
      sessionsMax: 1_000,
      restorePercent: 80,
      customerPerSec: 2,
      agentPerSec: 5,
      set: {},
    });
  });

  it('[OPT-8] is what is set, and the default where a value is not allowed', () => {
    const set = { 'async-idle-alert': 60, 'async-idle-close': 0, 'message-alert': '', unheard: 'of' };
    expect(resolveOptions(set)).toEqual({
      ...DEFAULT_OPTIONS,
      set,
      idleAlertSec: 60,
      messageAlert: '',
    });
  });

  it('[PUSH-6] pushes the contents that are set, without the blanks between them, or none', () => {
    expect(resolveOptions({ 'flex-push-content': '' }).pushContent).toEqual([]);
    expect(resolveOptions({ 'flex-push-content': 'user-id,app-dbid' }).pushContent).toEqual(['user-id', 'app-dbid']);
  });

  it.each(['none', 'major', 'major2', 'typing', 'all'])(
    '[IDLE-8] async-idle-notices is %s where it is set',
    (value) => {
      expect(resolveOptions({ 'async-idle-notices': value }).idleNotices).toBe(value);
    },
  );

  it.each(['always', 'never', 'noagents', 'noanswer'])('[REP-7] lets stop-abandoned-interaction be %s', (value) => {
    expect(resolveOptions({ 'stop-abandoned-interaction': value }).stopRule).toBe(value);
  });

  it.each(['all', 'fired', 'none'])('[REP-8] lets attach-session-statistics be %s', (value) => {
    expect(resolveOptions({ 'attach-session-statistics': value }).attachRule).toBe(value);
  });

  it.each([
    ['none', false],
    ['notice', false],
    ['any', true],
    ['message', true],
  ])('[TYP-3] typing-preview %s masks previews: %s', (value, previewMasked) => {
    const set = { 'typing-preview': value };
    expect(resolveOptions(set)).toEqual({ ...DEFAULT_OPTIONS, previewMasked, set });
  });
});
