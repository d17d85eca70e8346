/** Prints the facts of chats that have closed, from the bucket of the local cloud or of a deployed stack. */
import { readLocalOutputs } from './report/local-outputs.ts';
import { readReportOptions, REPORT_HELP, type ReportOptions } from './report/options.ts';
import { bucketReader, readFacts, type FactsReader } from './report/read-facts.ts';
import { asCsv, asTable } from './report/show-facts.ts';

const readerOf = async (options: ReportOptions): Promise<FactsReader> => {
  if (options.bucket !== undefined) return bucketReader(options.bucket, {});
  const { ReportsBucketName, local } = await readLocalOutputs();
  const { endpoint, region, operatorAccessKeyId: accessKeyId, operatorSecretAccessKey: secretAccessKey } = local;
  return bucketReader(ReportsBucketName, {
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey },
    forcePathStyle: true,
  });
};

const main = async (args: readonly string[]): Promise<string> => {
  const options = readReportOptions(args);
  if (options.help) return REPORT_HELP;
  const facts = await readFacts(await readerOf(options), options);
  if (options.format === 'json') return JSON.stringify(facts, undefined, 2);
  return options.format === 'csv' ? asCsv(facts) : asTable(facts);
};

try {
  process.stdout.write(`${(await main(process.argv.slice(2))).trimEnd()}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
