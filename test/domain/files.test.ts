import { describe, expect, it } from 'vitest';
import { evolve } from '../../shared/domain/evolve.ts';
import { fileOptionsOf } from '../../shared/domain/file-options.ts';
import { fileRefusal, type FileWish } from '../../shared/domain/decide/files.ts';
import { fileFor } from '../../shared/domain/files.ts';
import {
  ANN,
  BOB,
  closed,
  customerPosted,
  CUSTOMER,
  HOUR,
  joined,
  left,
  MIN,
  opened,
  OPTIONS,
  SEC,
  type Unplaced,
} from '../support/builders.ts';
import {
  addFile,
  CAT,
  deleteFile,
  DOG,
  fetched,
  fetchFile,
  fileDeleted,
  givenFiles,
  uploaded,
} from '../support/file-builders.ts';
import { sessionOf } from '../support/given-when-then.ts';

const many = (count: number, kind: (file: string, index: number) => Unplaced): Unplaced[] =>
  Array.from({ length: count }, (_, index) => kind(`file-${String(index).padStart(11, '0')}`, index));

describe('adding a file', () => {
  it('[FILE-1] of the customer makes an event with what the file is', () => {
    givenFiles(opened())
      .when(addFile(CUSTOMER, CAT), MIN)
      .then(uploaded(CUSTOMER, CAT, MIN));
  });

  it('[FILE-1] of an agent in the chat makes one under their nickname, for agents only if they say so', () => {
    givenFiles(opened(), joined(ANN, SEC))
      .when(addFile(ANN, CAT), MIN)
      .then(uploaded(ANN, CAT, MIN));
    givenFiles(opened(), joined(ANN, SEC))
      .when(addFile(ANN, CAT, { visibility: 'INT' }), MIN)
      .then(uploaded(ANN, CAT, MIN, { visibility: 'INT' }));
  });

  it('[FILE-1, FILE-4] has the type that its ending says, whatever the case', () => {
    givenFiles(opened())
      .when(addFile(CUSTOMER, CAT, { name: 'Rechnung.PDF' }), MIN)
      .then(uploaded(CUSTOMER, CAT, MIN, { name: 'Rechnung.PDF', contentType: 'application/pdf' }));
    givenFiles(opened(), joined(ANN, SEC))
      .when(addFile(ANN, CAT, { name: 'page.html' }), MIN)
      .then(uploaded(ANN, CAT, MIN, { name: 'page.html', contentType: 'application/octet-stream' }));
  });

  it('[ROLE-1, CLOSE-3, OPEN-4] is refused to an agent who is not in the chat, after the close, and before the opening', () => {
    givenFiles(opened()).when(addFile(ANN, CAT), MIN).thenRejected('not-in-chat');
    givenFiles(opened(), closed(SEC)).when(addFile(CUSTOMER, CAT), MIN).thenRejected('chat-closed');
    givenFiles().when(addFile(CUSTOMER, CAT), MIN).thenRejected('chat-not-found');
  });

  it('[FILE-1] for agents only is refused to the customer', () => {
    givenFiles(opened())
      .when(addFile(CUSTOMER, CAT, { visibility: 'INT' }), MIN)
      .thenRejected('not-allowed');
  });

  it('[FILE-6, CMD-1] that is repeated changes nothing, also when its command was forgotten', () => {
    givenFiles(opened(), uploaded(CUSTOMER, CAT, SEC))
      .when(addFile(CUSTOMER, CAT), MIN)
      .thenNothing(2);
    const forgotten = many(40, (file, index) => customerPosted(file, MIN + index * 10 * SEC));
    givenFiles(opened(), uploaded(CUSTOMER, CAT, SEC), ...forgotten)
      .when(addFile(CUSTOMER, CAT), HOUR)
      .thenRejected('catch-up-first');
    givenFiles(opened(), uploaded(CUSTOMER, CAT, SEC), ...forgotten)
      .when(addFile(CUSTOMER, CAT, { seen: 42 }), HOUR)
      .thenNothing(2);
  });

  it('[FILE-5, MASK-1] has its name masked', () => {
    const masks = [{ source: '[0-9]', replacement: '#' }];
    givenFiles(opened())
      .when(addFile(CUSTOMER, CAT, { name: 'card 4711.png' }), MIN, {}, { ...OPTIONS, masks })
      .then(uploaded(CUSTOMER, CAT, MIN, { name: 'card ####.png' }));
  });

  it('[MASK-7] is refused where masking makes its name too long', () => {
    const masks = [{ source: 'a', replacement: 'b'.repeat(40) }];
    givenFiles(opened())
      .when(addFile(CUSTOMER, CAT, { name: `${'a'.repeat(500)}.png` }), MIN, {}, { ...OPTIONS, masks })
      .thenRejected('too-long');
  });

  it('[LIM-1] is paced as a message is, and takes of its author’s time, as a deletion does', () => {
    givenFiles(opened())
      .when(addFile(CUSTOMER, CAT), 0)
      .then(uploaded(CUSTOMER, CAT, 0, { restAt: SEC }));
    givenFiles(opened(), uploaded(CUSTOMER, CAT, MIN))
      .when(deleteFile(CUSTOMER, CAT), MIN)
      .then(fileDeleted(CUSTOMER, CAT, MIN, { restAt: MIN + SEC }));
    givenFiles(opened(), customerPosted('k-1', SEC, { restAt: SEC + 11 * SEC }))
      .when(addFile(CUSTOMER, CAT), SEC)
      .thenRejected('rate-limited');
  });
});

describe('the limits of the customer', () => {
  const small: Unplaced[] = [
    uploaded(CUSTOMER, CAT, SEC, { sizeBytes: 400 }),
    uploaded(CUSTOMER, DOG, MIN, { sizeBytes: 600 }),
  ];
  const third = addFile(CUSTOMER, 'file-3-file-3-fi', { sizeBytes: 500 });

  it('[FILE-3] are 3 files, 2 MiB each, 5 MiB together, of five endings, where nothing is set', () => {
    expect(fileOptionsOf({})).toEqual({
      maxFiles: 3,
      maxFileBytes: 2_097_152,
      maxTotalBytes: 5_242_880,
      types: ['jpeg', 'jpg', 'pdf', 'png', 'zip'],
      needsAgent: false,
      frees: false,
      downloads: 100,
    });
  });

  it('[FILE-3] count files', () => {
    givenFiles(opened(), ...small)
      .when(third, HOUR, { maxFiles: 3 })
      .then(uploaded(CUSTOMER, third.file, HOUR, { sizeBytes: 500 }));
    givenFiles(opened(), ...small)
      .when(third, HOUR, { maxFiles: 2 })
      .thenRejected('too-many-files');
  });

  it('[FILE-3] may allow no file at all', () => {
    givenFiles(opened()).when(third, HOUR, { maxFiles: 0 }).thenRejected('too-many-files');
  });

  it('[FILE-3] are told with what there is and what is allowed', () => {
    const options = {
      ...fileOptionsOf({}),
      maxFiles: 2,
      maxFileBytes: 700,
      maxTotalBytes: 1_200,
      types: ['pdf', 'png'],
    };
    const detailOf = (by: FileWish['by'], name: string, sizeBytes: number, ...past: readonly Unplaced[]) =>
      fileRefusal(sessionOf(opened(), ...past), { by, name, sizeBytes }, options)?.detail;
    expect(detailOf(CUSTOMER, 'a.exe', 1)).toBe('unable to add the file; its name must end in one of pdf, png');
    expect(detailOf(CUSTOMER, 'a.png', 701)).toBe(
      'unable to add the file; a file would take 701 bytes, at most 700 are allowed',
    );
    expect(detailOf(CUSTOMER, 'a.png', 601, uploaded(CUSTOMER, DOG, MIN, { sizeBytes: 600 }))).toBe(
      'unable to add the file; all files would take 1201 bytes, at most 1200 are allowed',
    );
    expect(detailOf(CUSTOMER, 'a.png', 1, ...small)).toBe(
      'unable to add the file; 2 were uploaded, at most 2 are allowed',
    );
    expect(detailOf({ type: 'AGENT', agentId: ANN }, 'a.png', 104_857_601)).toBe(
      'unable to add the file; a file would take 104857601 bytes, at most 104857600 are allowed',
    );
  });

  it('[FILE-3] hold for one file', () => {
    givenFiles(opened())
      .when(third, HOUR, { maxFileBytes: 500 })
      .then(uploaded(CUSTOMER, third.file, HOUR, { sizeBytes: 500 }));
    givenFiles(opened()).when(third, HOUR, { maxFileBytes: 499 }).thenRejected('file-too-large');
  });

  it('[FILE-3] hold for all files together', () => {
    givenFiles(opened(), ...small)
      .when(third, HOUR, { maxTotalBytes: 1_500 })
      .then(uploaded(CUSTOMER, third.file, HOUR, { sizeBytes: 500 }));
    givenFiles(opened(), ...small)
      .when(third, HOUR, { maxTotalBytes: 1_499 })
      .thenRejected('file-too-large');
  });

  it.each(['cat.gif', 'cat', 'png', 'cat.png.exe', 'cat.png '])('[FILE-3] refuse the name %j', (name) => {
    givenFiles(opened())
      .when(addFile(CUSTOMER, CAT, { name }), HOUR, { types: ['png'] })
      .thenRejected('bad-file-type');
  });

  it('[FILE-3] may ask for an agent in the chat', () => {
    givenFiles(opened()).when(addFile(CUSTOMER, CAT), HOUR, { needsAgent: true }).thenRejected('not-allowed');
    givenFiles(opened(), joined(ANN, SEC), left(ANN, MIN))
      .when(addFile(CUSTOMER, CAT), HOUR, { needsAgent: true })
      .thenRejected('not-allowed');
    givenFiles(opened(), joined(ANN, SEC))
      .when(addFile(CUSTOMER, CAT), HOUR, { needsAgent: true })
      .then(uploaded(CUSTOMER, CAT, HOUR));
  });

  it('[FILE-3] are not an agent’s, and what agents add counts for nothing', () => {
    const none = { maxFiles: 0, maxFileBytes: 0, maxTotalBytes: 0, types: [], needsAgent: true };
    givenFiles(opened(), joined(ANN, SEC))
      .when(addFile(ANN, CAT, { name: 'a.exe' }), MIN, none)
      .then(uploaded(ANN, CAT, MIN, { name: 'a.exe', contentType: 'application/octet-stream' }));
    expect(sessionOf(opened(), joined(ANN, SEC), uploaded(ANN, CAT, MIN)).files?.used).toEqual([0, 0, 0]);
  });

  it('[FILE-3] an agent’s file has 100 MiB at most', () => {
    const size = (sizeBytes: number) => addFile(ANN, CAT, { sizeBytes });
    givenFiles(opened(), joined(ANN, SEC))
      .when(size(104_857_600), MIN)
      .then(uploaded(ANN, CAT, MIN, { sizeBytes: 104_857_600 }));
    givenFiles(opened(), joined(ANN, SEC)).when(size(104_857_601), MIN).thenRejected('file-too-large');
  });

  it('[FILE-3] a chat holds 100 files, whoever added them; a deleted one makes room', () => {
    const full = [opened(), joined(ANN, SEC), ...many(100, (file, index) => uploaded(ANN, file, MIN + index * SEC))];
    givenFiles(...full)
      .when(addFile(ANN, CAT, { seen: 102 }), HOUR)
      .thenRejected('too-many-files');
    givenFiles(...full)
      .when(addFile(CUSTOMER, CAT, { seen: 102 }), HOUR)
      .thenRejected('too-many-files');
    givenFiles(...full, fileDeleted(ANN, 'file-00000000000', 59 * MIN))
      .when(addFile(ANN, CAT, { seen: 103 }), HOUR)
      .then(uploaded(ANN, CAT, HOUR));
  });
});

describe('deleting a file', () => {
  it('[FILE-8] the customer deletes their own, an agent in the chat any', () => {
    givenFiles(opened(), uploaded(CUSTOMER, CAT, SEC))
      .when(deleteFile(CUSTOMER, CAT), MIN)
      .then(fileDeleted(CUSTOMER, CAT, MIN));
    givenFiles(opened(), uploaded(CUSTOMER, CAT, SEC), joined(ANN, 2 * SEC))
      .when(deleteFile(ANN, CAT), MIN)
      .then(fileDeleted(ANN, CAT, MIN));
    givenFiles(opened(), joined(BOB, SEC), uploaded(BOB, CAT, SEC), joined(ANN, 2 * SEC))
      .when(deleteFile(ANN, CAT), MIN)
      .then(fileDeleted(ANN, CAT, MIN));
  });

  it('[FILE-8] an agent’s file is not the customer’s to delete; one for agents only is none to them', () => {
    givenFiles(opened(), joined(ANN, SEC), uploaded(ANN, CAT, 2 * SEC))
      .when(deleteFile(CUSTOMER, CAT), MIN)
      .thenRejected('not-allowed');
    givenFiles(opened(), joined(ANN, SEC), uploaded(ANN, CAT, 2 * SEC, { visibility: 'INT' }))
      .when(deleteFile(CUSTOMER, CAT), MIN)
      .thenRejected('file-not-found');
  });

  it('[FILE-8] one for agents only goes without the customer’s hearing of it, and is no activity', () => {
    givenFiles(opened(), joined(ANN, SEC), uploaded(ANN, CAT, 2 * SEC, { visibility: 'INT' }))
      .when(deleteFile(ANN, CAT), MIN)
      .then(fileDeleted(ANN, CAT, MIN, { visibility: 'INT' }));
  });

  it.each([
    ['never there', CAT],
    ['a name of every object', 'constructor'],
    ['another', DOG],
  ])('[FILE-8] what was %s is not found', (_what, file) => {
    givenFiles(opened(), uploaded(CUSTOMER, CAT, SEC), fileDeleted(CUSTOMER, CAT, 2 * SEC))
      .when({ ...deleteFile(CUSTOMER, file), id: 'c/other-id' }, MIN)
      .thenRejected('file-not-found');
  });

  it('[CMD-1] that is repeated changes nothing', () => {
    givenFiles(opened(), uploaded(CUSTOMER, CAT, SEC), fileDeleted(CUSTOMER, CAT, 2 * SEC))
      .when(deleteFile(CUSTOMER, CAT), MIN)
      .thenNothing(3);
  });

  it('[ROLE-1, CLOSE-3] is refused to an agent who is not in the chat, and after the close', () => {
    givenFiles(opened(), uploaded(CUSTOMER, CAT, SEC))
      .when(deleteFile(ANN, CAT), MIN)
      .thenRejected('not-in-chat');
    givenFiles(opened(), uploaded(CUSTOMER, CAT, SEC), closed(2 * SEC))
      .when(deleteFile(CUSTOMER, CAT), MIN)
      .thenRejected('chat-closed');
  });

  it('[FILE-8] gives the upload back if the service says so, and only the customer’s', () => {
    const past = [opened(), joined(ANN, SEC), uploaded(CUSTOMER, CAT, 2 * SEC), uploaded(ANN, DOG, 3 * SEC)];
    givenFiles(...past)
      .when(deleteFile(CUSTOMER, CAT), MIN, { frees: true })
      .then(fileDeleted(CUSTOMER, CAT, MIN, { freed: true }));
    givenFiles(...past)
      .when(deleteFile(ANN, DOG), MIN, { frees: true })
      .then(fileDeleted(ANN, DOG, MIN));
    expect(sessionOf(...past, fileDeleted(CUSTOMER, CAT, MIN)).files?.used).toEqual([1, 1_000, 0]);
    expect(sessionOf(...past, fileDeleted(CUSTOMER, CAT, MIN, { freed: true })).files?.used).toEqual([0, 0, 0]);
  });
});

describe('what a chat knows of its files', () => {
  it('[FILE-2] is where they are, how large, and whose', () => {
    const past = [opened(), joined(ANN, SEC), uploaded(CUSTOMER, CAT, 2 * SEC), uploaded(ANN, DOG, 3 * SEC)];
    const internal = uploaded(ANN, 'owl-owl-owl-owl1', MIN, { visibility: 'INT', sizeBytes: 7 });
    expect(sessionOf(...past, internal).files?.live).toEqual({
      [CAT]: [3, 1_000, 'C'],
      [DOG]: [4, 1_000, 'A'],
      'owl-owl-owl-owl1': [5, 7, 'I'],
    });
  });

  it('[FILE-8] gives nothing back for a file that is not there', () => {
    const past = [opened(), uploaded(CUSTOMER, CAT, SEC)];
    expect(sessionOf(...past, fileDeleted(CUSTOMER, DOG, MIN, { freed: true })).files).toEqual(
      sessionOf(...past).files,
    );
  });
});

describe('fetching a file', () => {
  const past = [opened(), joined(ANN, SEC), uploaded(CUSTOMER, CAT, 2 * SEC)];

  it('[FILE-7] is counted for the customer, and changes nothing else', () => {
    givenFiles(...past)
      .when(fetchFile(CUSTOMER, CAT), MIN)
      .then(fetched(CAT, MIN));
    const before = sessionOf(...past);
    const after = evolve(before, fetched(CAT, MIN)(4));
    expect(after).toEqual({ ...before, index: 4, at: MIN, files: { ...before.files, used: [1, 1_000, 1] } });
  });

  it('[FILE-7] ends where the service says', () => {
    givenFiles(...past, fetched(CAT, MIN))
      .when(fetchFile(CUSTOMER, CAT), HOUR, { downloads: 1 })
      .thenRejected('too-many-downloads');
    givenFiles(...past)
      .when(fetchFile(CUSTOMER, CAT), HOUR, { downloads: 0 })
      .thenRejected('too-many-downloads');
  });

  it('[FILE-7] an agent may always, in the chat or not, and is not counted', () => {
    givenFiles(...past)
      .when(fetchFile(BOB, CAT), MIN, { downloads: 0 })
      .thenNothing();
  });

  it('[FILE-7, CLOSE-4] after the close is given and not counted', () => {
    givenFiles(...past, closed(MIN))
      .when(fetchFile(CUSTOMER, CAT), HOUR)
      .thenNothing();
    givenFiles(...past, fetched(CAT, MIN), closed(2 * MIN))
      .when(fetchFile(CUSTOMER, CAT), HOUR, { downloads: 1 })
      .thenRejected('too-many-downloads');
  });

  it('[FILE-7] finds neither what was deleted nor, for the customer, what is for agents only', () => {
    givenFiles(...past, fileDeleted(CUSTOMER, CAT, MIN))
      .when(fetchFile(ANN, CAT), HOUR)
      .thenRejected('file-not-found');
    const between = [...past, uploaded(ANN, DOG, MIN, { visibility: 'INT' })];
    givenFiles(...between)
      .when(fetchFile(CUSTOMER, DOG), HOUR)
      .thenRejected('file-not-found');
    givenFiles(...between)
      .when(fetchFile(BOB, DOG), HOUR)
      .thenNothing();
    expect(fileFor(undefined, 'toString', CUSTOMER)).toBeUndefined();
  });
});
