import { describe, expect, it } from 'vitest';
import { dispositionOf, safeFileName } from '../../shared/domain/file-names.ts';
import { contentTypeOf, endingOf, looksLike } from '../../shared/domain/file-types.ts';

describe('the name of a file', () => {
  it.each([
    ['cat.png', 'cat.png'],
    ['  two   blanks .pdf ', 'two blanks .pdf'],
    ['C:\\Users\\ada\\cat.png', 'cat.png'],
    ['../../etc/passwd', 'passwd'],
    ['.htaccess', 'htaccess'],
    ['...', 'file'],
    ['', 'file'],
    ['a/', 'file'],
    ['a"b<c>|d?.png', 'a_b_c__d_.png'],
    ['cat\r\nSet-Cookie: a=b.png', 'catSet-Cookie_ a=b.png'],
    // What ends in "exe" shows as if it ended in "png".
    ['cat\u202Egnp.exe', 'catgnp.exe'],
    ['cat\u0000.png', 'cat.png'],
    ['Rechnung fu\u0308r Jose\u0301.pdf', 'Rechnung f\u00FCr Jos\u00E9.pdf'],
    ['\u{1F408}.png', '\u{1F408}.png'],
    [`${'x'.repeat(300)}.png`, `${'x'.repeat(96)}.png`],
    [`${'\u{1F408}'.repeat(101)}.jpeg`, `${'\u{1F408}'.repeat(95)}.jpeg`],
    ['x'.repeat(101), 'x'.repeat(100)],
    [`${'x'.repeat(90)}. . . ${'y'.repeat(50)}.png`, `${'x'.repeat(90)}.png`],
    [`v1.2 ${'x'.repeat(300)}.png`, `v1.2 ${'x'.repeat(91)}.png`],
  ])('[FILE-5] %j becomes %j', (given, kept) => {
    expect(safeFileName(given)).toBe(kept);
  });

  it('[FILE-5] stays as it is when it is made safe again', () => {
    const cut = 'y'.repeat(95);
    for (const name of ['../a".png', `${cut.repeat(2)}.zip`, '\u202E..x..', `${cut} . yyy.zip`, 'e\u200B\u0301.png']) {
      expect(safeFileName(safeFileName(name))).toBe(safeFileName(name));
    }
  });

  it.each([
    ['cat.png', 'attachment; filename="cat.png"; filename*=UTF-8\'\'cat.png'],
    ['f\u00FCr (2).pdf', 'attachment; filename="f_r (2).pdf"; filename*=UTF-8\'\'f%C3%BCr%20%282%29.pdf'],
    ["a'b*.txt", "attachment; filename=\"a'b*.txt\"; filename*=UTF-8''a%27b%2A.txt"],
    ['a"b\\c%d.txt', 'attachment; filename="a_b_c_d.txt"; filename*=UTF-8\'\'a%22b%5Cc%25d.txt'],
  ])('[FILE-5, FILE-7] %j is stored and never shown: %s', (name, header) => {
    expect(dispositionOf(name)).toBe(header);
    expect(header).toMatch(/^[\x20-\x7e]+$/);
  });
});

describe('the type of a file', () => {
  it.each([
    ['a.PNG', 'png', 'image/png'],
    ['a.b.jpg', 'jpg', 'image/jpeg'],
    ['a.jpeg', 'jpeg', 'image/jpeg'],
    ['a.bmp', 'bmp', 'image/bmp'],
    ['a.csv', 'csv', 'text/csv'],
    ['a.gif', 'gif', 'image/gif'],
    ['a.pdf', 'pdf', 'application/pdf'],
    ['a.txt', 'txt', 'text/plain'],
    ['a.zip', 'zip', 'application/zip'],
    ['a.docx', 'docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ['a.pptx', 'pptx', 'application/vnd.openxmlformats-officedocument.presentationml.presentation'],
    ['a.xlsx', 'xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    ['a.svg', 'svg', 'application/octet-stream'],
    ['a.html', 'html', 'application/octet-stream'],
    ['a', '', 'application/octet-stream'],
    ['a.', '', 'application/octet-stream'],
    ['a.abcdefghijk', '', 'application/octet-stream'],
  ])('[FILE-4] %s ends in "%s" and is %s', (name, ending, contentType) => {
    expect([endingOf(name), contentTypeOf(name)]).toEqual([ending, contentType]);
  });

  it.each([
    ['a.png', '89504e470d0a1a0a', true],
    ['a.png', '3c68746d6c3e0000', false],
    ['a.jpeg', 'ffd8ffe000104a46', true],
    ['a.jpg', '3c68746d6c3e0000', false],
    ['a.bmp', '424d7b0000000000', true],
    ['a.bmp', '3c68746d6c3e0000', false],
    ['a.pdf', '255044462d312e37', true],
    ['a.pdf', '2550', false],
    ['a.zip', '504b030414000000', true],
    ['a.docx', '504b030414000000', true],
    ['a.docx', 'd0cf11e0a1b11ae1', false],
    ['a.gif', '4749463839610100', true],
    ['a.gif', '4749463837610100', true],
    ['a.gif', '3c68746d6c3e0000', false],
    ['a.pptx', '3c68746d6c3e0000', false],
    ['a.xlsx', '504b050600000000', true],
    ['a.xlsx', '3c68746d6c3e0000', false],
    ['a.zip', '3c68746d6c3e0000', false],
    ['a.txt', '3c68746d6c3e0000', true],
    ['a.exe', '4d5a900003000000', true],
  ])('[FILE-4] %s may begin with %s: %s', (name, beginning, may) => {
    expect(looksLike(name, beginning)).toBe(may);
  });
});
