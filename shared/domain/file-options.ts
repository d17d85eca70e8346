import { valueInForce, type OptionValues } from './options.ts';

/** What a service allows with files. All of it is about the customer: agents are the contact centre's own people (FILE-3). */
export interface FileOptions {
  /** `upload-max-files`, in one chat */
  readonly maxFiles: number;
  /** `upload-max-file-size`, bytes */
  readonly maxFileBytes: number;
  /** `upload-max-total-size`, bytes in one chat */
  readonly maxTotalBytes: number;
  /** `upload-file-types`: endings, in lower case */
  readonly types: readonly string[];
  /** `upload-need-agent` */
  readonly needsAgent: boolean;
  /** `delete-file`: whether a deletion gives the upload back to the count */
  readonly frees: boolean;
  /** `download-attempts`, in one chat */
  readonly downloads: number;
}

/** The options of files in force where these are set. Apart from the others, because sockets need none of them. */
export const fileOptionsOf = (values: OptionValues): FileOptions => ({
  maxFiles: Number(valueInForce(values, 'upload-max-files')),
  maxFileBytes: Number(valueInForce(values, 'upload-max-file-size')),
  maxTotalBytes: Number(valueInForce(values, 'upload-max-total-size')),
  types: String(valueInForce(values, 'upload-file-types')).split(':'),
  needsAgent: valueInForce(values, 'upload-need-agent') === true,
  frees: valueInForce(values, 'delete-file') === 'return',
  downloads: Number(valueInForce(values, 'download-attempts')),
});
