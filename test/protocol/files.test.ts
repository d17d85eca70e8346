import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import {
  DownloadAnswer,
  FileChanged,
  FileIdField,
  FileLimitsAnswer,
  FileRequest,
  UploadAnswer,
  UploadRequest,
} from '../../shared/protocol/index.ts';

const FILE = 'cat-CAT_0123456z';
const request = { name: 'cat.png', sizeBytes: 1_000, visibility: 'INT' };
const answers = [
  [
    'an upload',
    UploadAnswer,
    {
      fileId: FILE,
      name: 'cat.png',
      contentType: 'image/png',
      url: 'https://files.example/',
      fields: { key: 'k' },
      expiresInSec: 300,
    },
  ],
  ['a change', FileChanged, { fileId: FILE, repeated: false }],
  [
    'a download',
    DownloadAnswer,
    { url: 'https://files.example/k', expiresInSec: 60, name: 'cat.png', sizeBytes: 1_000, contentType: 'image/png' },
  ],
  [
    'the limits',
    FileLimitsAnswer,
    {
      'upload-max-files': 3,
      'upload-max-file-size': 2_097_152,
      'upload-max-total-size': 5_242_880,
      'upload-file-types': 'pdf:png',
      'upload-need-agent': false,
      'delete-file': 'return',
      'download-attempts': 100,
      used: { 'upload-max-files': 1, 'upload-max-total-size': 1_000, 'download-attempts': 2 },
    },
  ],
] as const;

/** What is wrong with a value: the field, and the kind of the mistake or the words about it. */
const complaintOf = (schema: v.GenericSchema, value: unknown): string => {
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return 'nothing';
  const [issue] = parsed.issues;
  return `${v.getDotPath(issue) ?? ''}: ${issue.type === 'regex' ? issue.message : issue.type}`;
};

const without = (value: object, field: string): object =>
  Object.fromEntries(Object.entries(value).filter(([name]) => name !== field));

describe('a request about files', () => {
  it('[FILE-1, FILE-4] that asks for an upload is taken as it stands', () => {
    expect(v.parse(UploadRequest, request)).toEqual(request);
    for (const visibility of ['ALL', undefined]) {
      expect(complaintOf(UploadRequest, { ...request, visibility })).toBe('nothing');
    }
  });

  it.each([
    ['without a name', { name: '' }, 'name: min_length'],
    ['with a name of 256 characters', { name: 'x'.repeat(256) }, 'name: max_length'],
    ['without a byte', { sizeBytes: 0 }, 'sizeBytes: min_value'],
    ['with half a byte', { sizeBytes: 0.5 }, 'sizeBytes: integer'],
    ['for monitors only', { visibility: 'VIP' }, 'visibility: picklist'],
    ['with a type of its own', { contentType: 'text/html' }, 'contentType: strict_object'],
  ])('[FILE-1, FILE-4] that asks for an upload %s is refused', (_, more, complaint) => {
    expect(complaintOf(UploadRequest, { ...request, ...more })).toBe(complaint);
  });

  it('[CMD-7] that confirms or deletes names a position, and nothing else', () => {
    expect(v.parse(FileRequest, { seen: 7 })).toEqual({ seen: 7 });
    expect(complaintOf(FileRequest, {})).toBe('seen: strict_object');
    expect(complaintOf(FileRequest, { seen: 7, name: 'x' })).toBe('name: strict_object');
  });

  it('[FILE-1] has the id of a file, of 16 characters', () => {
    expect(v.parse(FileIdField, FILE)).toBe(FILE);
    for (const id of [FILE.slice(1), `${FILE}x`, `${FILE.slice(1)}/`, `/${FILE}`, `${FILE}/`]) {
      expect(complaintOf(FileIdField, id)).toBe(': must be 16 characters A-Z, a-z, 0-9, dash or underscore');
    }
  });
});

describe('an answer about files', () => {
  it.each(answers)('[FILE-3, FILE-4, FILE-7] about %s is read as it stands', (_, schema: v.GenericSchema, answer) => {
    expect(v.parse(schema, answer)).toEqual(answer);
  });

  it.each(answers)('[FILE-3, FILE-4, FILE-7] about %s lacks nothing', (_, schema: v.GenericSchema, answer) => {
    for (const field of Object.keys(answer)) expect(v.is(schema, without(answer, field))).toBe(false);
  });

  it('[FILE-6] about a change says where it stands, if something had to change', () => {
    const changed = { fileId: FILE, index: 7, repeated: true };
    expect(v.parse(FileChanged, changed)).toEqual(changed);
  });

  it('[FILE-3] about the limits lacks nothing of what was used', () => {
    const [, , limits] = answers[3];
    for (const field of Object.keys(limits.used)) {
      expect(v.is(FileLimitsAnswer, { ...limits, used: without(limits.used, field) })).toBe(false);
    }
  });
});
