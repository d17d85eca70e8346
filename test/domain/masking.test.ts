import { describe, expect, it } from 'vitest';
import { masksOf, type BuiltInName, type MaskingRule } from '../../shared/domain/masking-rules.ts';
import { maskText } from '../../shared/domain/masking.ts';
import {
  ANN,
  agentPost,
  agentPosted,
  customerPosted,
  CUSTOMER,
  join,
  joined,
  MIN,
  notified,
  notify,
  open,
  opened,
  OPTIONS,
  post,
  SEC,
} from '../support/builders.ts';
import { given } from '../support/given-when-then.ts';

const mask = (text: string, ...rules: readonly Partial<MaskingRule>[]): string | undefined =>
  maskText(text, masksOf(rules.map((rule, place) => ({ name: `rule ${place}`, priority: place + 1, ...rule }))), '*');
const built = (builtIn: BuiltInName, text: string): string | undefined => mask(text, { builtIn });

describe('a text and its rules', () => {
  it('[MASK-2] puts default-repchar for each character of a match but blanks, or the replacement', () => {
    const expression = String.raw`\d{3} \d{2}`;
    expect(mask('id 123 45, 678 90.', { expression })).toBe('id *** **, *** **.');
    expect(mask('id 123 45.', { expression, replacement: '[id]' })).toBe('id [id].');
    expect(mask('id 123 45.', { expression, replacement: "$&$1$'" })).toBe("id $&$1$'.");
    expect(mask('😀😀', { expression: '😀' })).toBe('**');
  });

  it('[MASK-2] regards case unless the rule says otherwise', () => {
    expect(mask('Secret SECRET', { expression: 'secret' })).toBe('Secret SECRET');
    expect(mask('Secret SECRET', { expression: 'secret', ignoreCase: true })).toBe('****** ******');
  });

  it('[MASK-3] applies the rules one after the other, priority 1 first, each once', () => {
    const first = { name: 'a', priority: 7, expression: 'cat', replacement: 'dog' };
    const second = { name: 'b', priority: 9, expression: 'dog', replacement: 'cat' };
    expect(maskText('cat dog', masksOf([second, first]), '*')).toBe('cat cat');
    expect(maskText('cat dog', masksOf([{ ...second, priority: 1 }, first]), '*')).toBe('dog dog');
  });

  it('[MASK-7] gives up a text that grows beyond what a message may be', () => {
    const rule = { expression: 'a', replacement: 'b'.repeat(40) };
    expect(mask('a'.repeat(409), rule)).toBe('b'.repeat(16_360));
    expect(mask('a'.repeat(410), rule)).toBeUndefined();
    const even = { expression: 'a', replacement: 'b'.repeat(32) };
    expect(mask('a'.repeat(512), even)).toBe('b'.repeat(16_384));
    expect(mask('a'.repeat(513), even)).toBeUndefined();
  });

  it('[MASK-6] ends for an expression that takes nothing, should one be stored, within surrogates too', () => {
    expect(maskText('a😀b', [{ source: 'x?' }], '*')).toBe('a😀b');
    expect(maskText('ax', [{ source: 'x?' }], '*')).toBe('a*');
    expect(maskText('\uffffx', [{ source: 'x?' }], '*')).toBe('\uffff*');
    expect(maskText('😀x', [{ source: 'x?' }], '*')).toBe('😀*');
  });
});

describe('the built-in credit-card', () => {
  it.each([
    ['4111111111111111', '****************'],
    ['my card 4111 1111 1111 1111.', 'my card **** **** **** ****.'],
    ['4111-1111-1111-1111 12/29 123', '******************* 12/29 123'],
    ['4111.1111.1111.1111', '*******************'],
    ['4111\u00a01111\u00a01111\u00a01111', '****\u00a0****\u00a0****\u00a0****'],
    ['3782 822463 10005', '**** ****** *****'],
    ['378282246310005', '***************'],
    ['3056 930902 5904', '**** ****** ****'],
    ['6304 0000 0000 0000 000', '**** **** **** **** ***'],
    ['5678 4111 1111 1111 1111', '5678 **** **** **** ****'],
    ['４１１１ １１１１ １１１１ １１１１', '**** **** **** ****'],
    ['٤١١١ ١١١١ ١١١١ ١١١١', '**** **** **** ****'],
    ['5555555555554444 and 4012888888881881', '**************** and ****************'],
  ])('[MASK-4] masks %s', (text, masked) => {
    expect(built('credit-card', text)).toBe(masked);
  });

  it.each([
    ['order 4111111111111112', 'no check digit'],
    ['order 1234567890123452', 'no card begins with 1, though the check digit is right'],
    ['order 0000000000000000', 'nor with 0'],
    ['parcel 411111111111111141111', 'more digits than a card has'],
    ['at 1767603600000', 'a time'],
    ['call 555-123-4567', 'a phone number'],
  ])('[MASK-4] leaves %s alone: %s', (text) => {
    expect(built('credit-card', text)).toBe(text);
  });

  it('[MASK-4] goes on at the next character where digits are no card, mathematical ones too', () => {
    expect(built('credit-card', '4111 4111 1111 1111 1111')).toBe('4111 **** **** **** ****');
    expect(built('credit-card', '𝟒111111111111112')).toBe('𝟒111111111111112');
  });
});

describe('the other built-in expressions', () => {
  it.each([
    ['north-american-phone', 'call (212) 555-0123 now', 'call ***** ******** now'],
    ['north-american-phone', '+1 212 555 0123', '** *** *** ****'],
    ['north-american-phone', '+12125550123', '************'],
    ['north-american-phone', 'order 2125550123', 'order 2125550123'],
    ['north-american-phone', '1212-555-0123', '1212-555-0123'],
    ['us-ssn', 'ssn 078-05-1120', 'ssn ***********'],
    ['us-ssn', 'ssn 078 05 1120', 'ssn *** ** ****'],
    ['us-ssn', '000-12-3456 and 900-12-3456 and 123456789', '000-12-3456 and 900-12-3456 and 123456789'],
    ['e-mail', 'write to Mia.Lee+x@shop.example, please', `write to ${'*'.repeat(22)}, please`],
    ['e-mail', 'MIA@SHOP.EXAMPLE', '*'.repeat(16)],
    ['e-mail', '@home at 5', '@home at 5'],
  ] as const)('[MASK-4] %s: %s becomes %s', (name, text, masked) => {
    expect(built(name, text)).toBe(masked);
  });
});

describe('what the log may hold', () => {
  const masks = masksOf([{ name: 'cards', priority: 1, builtIn: 'credit-card' }]);
  const options = { ...OPTIONS, masks };
  const CARD = 'my card is 4111 1111 1111 1111';
  const MASKED = 'my card is **** **** **** ****';

  it('[MASK-1] is the masked message, of the customer and of agents, for agents only too', () => {
    given(opened())
      .when(post('m-000001', { text: CARD }), MIN, options)
      .then(customerPosted('m-000001', MIN, { text: MASKED }));
    const said = { text: CARD, visibility: 'INT' } as const;
    given(opened(), joined(ANN, SEC))
      .when(agentPost(ANN, 'm-000001', said), MIN, options)
      .then(agentPosted(ANN, 'm-000001', MIN, { ...said, text: MASKED }));
  });

  it('[MASK-1] is the masked notice, URL and nickname', () => {
    for (const [notice, text, masked] of [
      ['custom', CARD, MASKED],
      ['pushed-url', 'https://pay.example/4111111111111111', 'https://pay.example/****************'],
      ['nickname-changed', '4111111111111111', '****************'],
    ] as const) {
      const counts = notice === 'pushed-url' ? { counts: true as const } : {};
      given(opened())
        .when(notify(CUSTOMER, 'n-000001', { notice, text }), MIN, options)
        .then(notified(CUSTOMER, 'n-000001', MIN, { notice, text: masked, ...counts }));
    }
  });

  it('[MASK-1] is the masked subject and nickname of an opening; user data stay as they are', () => {
    const userData = { GCTI_Chat_AsyncMode: 'true', account: '4111111111111111' };
    given()
      .when(open({ subject: CARD, nickname: '4111111111111111', userData }), 0, options)
      .then(opened({ subject: MASKED, nickname: '****************', userData }));
  });

  it('[MASK-1] is the masked nickname of an agent who joins', () => {
    const wide = { ...OPTIONS, masks: [{ source: 'a', replacement: 'bb' }] };
    for (const [nickname, shown, by] of [
      ['Ann 4111111111111111', 'Ann ****************', options],
      ['a'.repeat(64), 'b'.repeat(64), wide],
    ] as const) {
      given(opened())
        .when(join(ANN, { nickname }), SEC, by)
        .then(joined(ANN, SEC, { nickname: shown }));
    }
  });

  it('[MASK-1] has names and subjects no longer than they may be, and other notices whole', () => {
    const wide = { ...OPTIONS, masks: [{ source: 'a', replacement: 'bb' }] };
    given()
      .when(open({ subject: 'a'.repeat(200), nickname: 'a'.repeat(64) }), 0, wide)
      .then(opened({ subject: 'b'.repeat(200), nickname: 'b'.repeat(64) }));
    given(opened())
      .when(notify(CUSTOMER, 'n-000001', { notice: 'nickname-changed', text: 'a'.repeat(64) }), MIN, wide)
      .then(notified(CUSTOMER, 'n-000001', MIN, { notice: 'nickname-changed', text: 'b'.repeat(64) }));
    given(opened())
      .when(notify(CUSTOMER, 'n-000001', { text: 'a'.repeat(64) }), MIN, wide)
      .then(notified(CUSTOMER, 'n-000001', MIN, { text: 'b'.repeat(128) }));
  });

  it('[MASK-7] is no URL that masking has spoilt, and no text that it has made too long', () => {
    const spoilt = { ...OPTIONS, masks: [{ source: 'https:', replacement: 'javascript:' }] };
    given(opened())
      .when(notify(CUSTOMER, 'n-000001', { notice: 'pushed-url', text: 'https://a.example' }), MIN, spoilt)
      .thenRejected('not-allowed');
    // What masking leaves alone the door has looked at.
    given(opened())
      .when(notify(CUSTOMER, 'n-000001', { notice: 'pushed-url', text: 'ftp://a.example' }), MIN, spoilt)
      .then(notified(CUSTOMER, 'n-000001', MIN, { notice: 'pushed-url', text: 'ftp://a.example', counts: true }));
    const wide = { ...OPTIONS, masks: [{ source: 'a', replacement: 'b'.repeat(40) }] };
    const text = 'a'.repeat(500);
    given(opened()).when(post('m-000001', { text }), MIN, wide).thenRejected('too-long');
    given(opened())
      .when(notify(CUSTOMER, 'n-000001', { text }), MIN, wide)
      .thenRejected('too-long');
    given(opened())
      .when(join(ANN, { nickname: text }), MIN, wide)
      .thenRejected('too-long');
    given()
      .when(open({ subject: text }), 0, wide)
      .thenRejected('too-long');
    given()
      .when(open({ nickname: text }), 0, wide)
      .thenRejected('too-long');
  });

  it('[MASK-1, CMD-1] answers a repeat from the log, whatever the rules are by then', () => {
    given(opened(), customerPosted('m-000001', SEC, { text: CARD }))
      .when(post('m-000001', { text: CARD }), MIN, options)
      .thenNothing(2);
  });
});
