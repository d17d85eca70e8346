import type { SQSBatchResponse } from 'aws-lambda';
import * as v from 'valibot';
import type { EffectsOfEvent } from '../../shared/app/ports.ts';
import { reasonOf, retryEffect, runEffects, type EffectDeps } from '../../shared/app/run-effects.ts';
import { identifierOf, readEffectsEvent, RetryMessage, type EffectsRecord } from './effects-event.ts';

export interface EffectsHandlerDeps extends EffectDeps {
  /** The effects that a log item carries, from its stream image. */
  readonly effectsOfImage: (image: Readonly<Record<string, unknown>>) => EffectsOfEvent | undefined;
}

/**
 * Carries out what events have decided, and decides nothing. A failed effect goes to the retry queue; a record fails only
 * when even that is impossible (EFF-3).
 */
export const makeHandler =
  (deps: EffectsHandlerDeps) =>
  async (event: unknown): Promise<SQSBatchResponse> => {
    const records = readEffectsEvent(event);
    const failed = await Promise.all(records.map((record) => runOne(deps, record)));
    return { batchItemFailures: failed.filter((id) => id !== undefined).map((itemIdentifier) => ({ itemIdentifier })) };
  };

/** The record's identifier when it failed. */
const runOne = async (deps: EffectsHandlerDeps, record: EffectsRecord): Promise<string | undefined> => {
  try {
    if (record.eventSource === 'aws:sqs') await retryEffect(deps, v.parse(RetryMessage, record.body));
    else await runImage(deps, record.dynamodb.NewImage);
    return undefined;
  } catch (error) {
    deps.journal.note('EFFECT_GAVE_UP', { record: identifierOf(record), reason: reasonOf(error) });
    return identifierOf(record);
  }
};

const runImage = async (
  deps: EffectsHandlerDeps,
  image: Readonly<Record<string, unknown>> | undefined,
): Promise<void> => {
  const found = image === undefined ? undefined : deps.effectsOfImage(image);
  if (found !== undefined) await runEffects(deps, found);
};
