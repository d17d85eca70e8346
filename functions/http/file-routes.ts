import * as v from 'valibot';
import { confirmUpload, deleteFile, fileLimits, offerDownload, offerUpload } from '../../shared/app/files.ts';
import { pastOf } from '../../shared/app/past-chats.ts';
import type { Outcome } from '../../shared/app/handle-command.ts';
import type { Person } from '../../shared/domain/commands.ts';
import {
  ChatIdField,
  FileIdField,
  FileRequest,
  UploadRequest,
  type DownloadAnswer,
  type FileChanged,
  type FileLimitsAnswer,
  type UploadAnswer,
} from '../../shared/protocol/index.ts';
import { ownChat } from './customer-routes.ts';
import { noAgent } from './desk-routes.ts';
import type { Route } from '../../shared/http/answer-request.ts';
import { readBody } from '../../shared/http/http-body.ts';
import type { HttpDeps } from './http-deps.ts';
import type { HttpRequest } from '../../shared/http/http-event.ts';
import { invalid, ok, problem, type HttpReply } from '../../shared/http/http-reply.ts';
import { personOf } from '../../shared/http/identity.ts';

/** Who asks, in which chat. */
interface Asker {
  readonly chatId: string;
  readonly by: Person;
}

/** Tells who asks, or refuses. */
type Admission = (deps: HttpDeps, request: HttpRequest) => Promise<Asker | HttpReply>;

const customer: Admission = async (deps, request) => {
  const chatId = await ownChat(deps, request);
  return typeof chatId === 'string' ? { chatId, by: { type: 'CLIENT' } } : chatId;
};

const agent: Admission = (_deps, request) => {
  const person = personOf(request);
  const chatId = request.path['chatId'] ?? '';
  if (person === undefined) return Promise.resolve(noAgent());
  if (!v.is(ChatIdField, chatId)) {
    return Promise.resolve(problem('chat-not-found', 'unable to find the chat; there is none of that id'));
  }
  return Promise.resolve({ chatId, by: { type: 'AGENT', agentId: person.id } });
};

const isReply = (value: object): value is HttpReply => 'statusCode' in value;

const fileOf = (request: HttpRequest): string | HttpReply => {
  const file = request.path['fileId'] ?? '';
  if (v.is(FileIdField, file)) return file;
  return problem('file-not-found', 'unable to find the file; the chat has none of that id');
};

/** A body of this shape, or why it is not looked at. */
const bodyOf = <S extends v.GenericSchema>(
  request: HttpRequest,
  schema: S,
  doing: string,
): { readonly value: v.InferOutput<S> } | HttpReply => {
  const body = readBody(request, doing);
  if (body.kind === 'refused') return body.reply;
  const parsed = v.safeParse(schema, body.value);
  return parsed.success ? { value: parsed.output } : invalid(doing, parsed.issues);
};

/** `POST …/files`: where to send the bytes of a file (FILE-4). */
const postFile =
  (admit: Admission): Route<HttpDeps> =>
  async (deps, request) => {
    const asker = await admit(deps, request);
    if (isReply(asker)) return asker;
    const body = bodyOf(request, UploadRequest, 'offer an upload');
    if (isReply(body)) return body;
    const offer = await offerUpload(deps, asker.chatId, asker.by, body.value);
    if (offer.kind === 'rejected') return problem(offer.code, offer.detail);
    const { kind: _kind, ...answer } = offer;
    return ok({ ...answer, fields: { ...answer.fields } } satisfies v.InferOutput<typeof UploadAnswer>, 201);
  };

type Change = typeof confirmUpload;

const changed = (fileId: string, outcome: Outcome): HttpReply => {
  if (outcome.kind === 'rejected') return problem(outcome.code, outcome.detail);
  const index = outcome.kind === 'committed' ? outcome.event.index : outcome.index;
  return ok({
    fileId,
    ...(index === undefined ? {} : { index }),
    repeated: outcome.kind === 'unchanged',
  } satisfies v.InferOutput<typeof FileChanged>);
};

/** `POST …/files/{fileId}/confirm` and `…/delete`: the answer means durable, as an ack does (FILE-6, FILE-8). */
const postChange =
  (admit: Admission, change: Change, doing: string): Route<HttpDeps> =>
  async (deps, request) => {
    const asker = await admit(deps, request);
    if (isReply(asker)) return asker;
    const file = fileOf(request);
    if (typeof file !== 'string') return file;
    const body = bodyOf(request, FileRequest, doing);
    if (isReply(body)) return body;
    return changed(file, await change(deps, asker.chatId, asker.by, { file, seen: body.value.seen }));
  };

/** The chat whose file is asked for: the asker's own, or with `past` one that it continues, and from which event on (FILE-12). */
const placeOf = async (
  deps: HttpDeps,
  request: HttpRequest,
  chatId: string,
): Promise<{ readonly chatId: string; readonly from: number } | HttpReply> => {
  const past = request.query['past'];
  if (past === undefined) return { chatId, from: 1 };
  if (!v.is(ChatIdField, past))
    return problem('bad-frame', 'unable to give the file; past: must be 26 characters a-z or 2-7');
  const found = await pastOf(deps, chatId, past);
  return found.kind === 'refused' ? problem(found.code, found.detail) : { chatId: past, from: found.from };
};

/** `POST …/files/{fileId}/download?past=chatId`: an address that is good for a minute (FILE-7, FILE-12). */
const postDownload =
  (admit: Admission): Route<HttpDeps> =>
  async (deps, request) => {
    const asker = await admit(deps, request);
    if (isReply(asker)) return asker;
    const file = fileOf(request);
    if (typeof file !== 'string') return file;
    const place = await placeOf(deps, request, asker.chatId);
    if (isReply(place)) return place;
    const offer = await offerDownload(deps, place.chatId, asker.by, file, place.from);
    if (offer.kind === 'rejected') return problem(offer.code, offer.detail);
    const { kind: _kind, ...answer } = offer;
    return ok(answer satisfies v.InferOutput<typeof DownloadAnswer>);
  };

/** `GET /chats/{chatId}/files/limits`: what the customer may upload, and has. */
const getLimits: Route<HttpDeps> = async (deps, request) => {
  const asker = await customer(deps, request);
  if (isReply(asker)) return asker;
  const limits = await fileLimits(deps, asker.chatId);
  if ('kind' in limits) return problem(limits.code, limits.detail);
  const { options, used } = limits;
  const [files, bytes, downloads] = used;
  return ok({
    'upload-max-files': options.maxFiles,
    'upload-max-file-size': options.maxFileBytes,
    'upload-max-total-size': options.maxTotalBytes,
    'upload-file-types': options.types.join(':'),
    'upload-need-agent': options.needsAgent,
    'delete-file': options.frees ? 'return' : 'odd',
    'download-attempts': options.downloads,
    used: { 'upload-max-files': files, 'upload-max-total-size': bytes, 'download-attempts': downloads },
  } satisfies v.InferOutput<typeof FileLimitsAnswer>);
};

const routesOf = (base: string, admit: Admission): readonly (readonly [string, Route<HttpDeps>])[] => [
  [`POST ${base}`, postFile(admit)],
  [`POST ${base}/{fileId}/confirm`, postChange(admit, confirmUpload, 'confirm the upload')],
  [`POST ${base}/{fileId}/delete`, postChange(admit, deleteFile, 'delete the file')],
  [`POST ${base}/{fileId}/download`, postDownload(admit)],
];

/** The routes of files, for customers with a secure key and for agents with a desk's token. */
export const FILE_ROUTES: readonly (readonly [string, Route<HttpDeps>])[] = [
  ['GET /chats/{chatId}/files/limits', getLimits],
  ...routesOf('/chats/{chatId}/files', customer),
  ...routesOf('/desk/chats/{chatId}/files', agent),
];
