import { hmacKeyRing } from '../../shared/adapters/system/hmac-key-ring.ts';
import { randomIds } from '../../shared/adapters/system/random-ids.ts';
import { describeIdSource, describeKeyRing } from './identity.contract.ts';

const keys = new Map([['k1', 'first key of the test']]);
let current = 'k1';

describeIdSource('random', randomIds);
describeKeyRing('HMAC', {
  ...hmacKeyRing({ keys: async () => ({ current, keys }) }),
  rotate: (keyId) => {
    keys.set(keyId, `the key of the test called ${keyId}`);
    current = keyId;
  },
});
