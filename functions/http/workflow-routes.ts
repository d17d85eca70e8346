import * as v from 'valibot';
import { commandIds } from '../../shared/app/command-ids.ts';
import { restoreChat, type Restoration } from '../../shared/app/restore-chat.ts';
import { sessionInfo } from '../../shared/app/session-info.ts';
import { workflowCommand, type WorkflowCommand } from '../../shared/app/workflow-command.ts';
import type { External } from '../../shared/domain/events.ts';
import { ChatIdField } from '../../shared/protocol/index.ts';
import {
  type SessionAnswer,
  WorkflowClose,
  WorkflowCommandId,
  WorkflowMessage,
  WorkflowNotice,
  WorkflowUserData,
  type WorkflowAnswer,
} from '../../shared/protocol/workflow-http.ts';
import { readBody } from '../../shared/http/http-body.ts';
import type { HttpDeps } from './http-deps.ts';
import type { HttpRequest } from '../../shared/http/http-event.ts';
import { invalid, ok, problem, type HttpReply } from '../../shared/http/http-reply.ts';
import { principalOf } from '../../shared/http/identity.ts';

interface Visit {
  readonly principal: string;
  readonly chatId: string;
  /** What became of the chat, if its restoration was induced. */
  readonly restoration?: Restoration;
}

/** The chat that a workflow's request names, restored first if the request asks for that (FLOW-9). */
const visitOf = async (deps: HttpDeps, request: HttpRequest): Promise<Visit | HttpReply> => {
  const principal = principalOf(request);
  if (principal === undefined) return problem('unauthorized', 'unable to tell who asks; nobody signed the request');
  const chatId = request.path['chatId'] ?? '';
  if (!v.is(ChatIdField, chatId)) {
    return problem('bad-frame', 'unable to find the chat; chatId: must be 26 characters a-z or 2-7');
  }
  const induces = request.query['induceRestore'] ?? 'false';
  if (induces !== 'true' && induces !== 'false')
    return problem('bad-frame', 'unable to read the request; induceRestore: must be true or false');
  if (induces === 'false') return { principal, chatId };
  const restoration = await restoreChat(deps, chatId);
  if (restoration.kind === 'rejected') return problem(restoration.code, restoration.detail);
  return { principal, chatId, restoration };
};

/** `GET` or `POST /service/chats/{chatId}` (Genesys: GetSessionInfo). */
export const getSession = async (deps: HttpDeps, request: HttpRequest): Promise<HttpReply> => {
  const visit = await visitOf(deps, request);
  if ('statusCode' in visit) return visit;
  const answer = await sessionInfo(deps.log, visit.chatId, deps.clock.now());
  if (answer === undefined) return problem('chat-not-found', 'unable to find the chat; its log is empty');
  const { restoration } = visit;
  if (restoration === undefined) return ok(answer);
  const { allowed, overdue, reissued, customerRestored } = restoration;
  const restored = { allowed, overdue: [...overdue], reissued, customerRestored };
  return ok({ ...answer, restored } satisfies v.InferOutput<typeof SessionAnswer>);
};

/** The id of a command: from the header, as a text in quotes or bare, or from the body; a problem when there is no one id. */
const commandIdOf = (request: HttpRequest, inBody: string | undefined): string | HttpReply => {
  const header = request.headers['idempotency-key']?.trim().replace(/^"(.*)"$/, '$1');
  const id = header ?? inBody;
  const wrong = (why: string): HttpReply => problem('bad-frame', `unable to read the request; idempotency-key: ${why}`);
  if (id === undefined) return wrong('is missing, and the body has no id');
  if (inBody !== undefined && inBody !== id) return wrong('must be the same as the id in the body');
  return v.is(WorkflowCommandId, id) ? id : wrong('must be 8 to 80 characters A-Z, a-z, 0-9, dot, dash or underscore');
};

type Base = Pick<WorkflowCommand, 'id' | 'seen' | 'by'>;
type BodySchema = typeof WorkflowMessage | typeof WorkflowNotice | typeof WorkflowUserData | typeof WorkflowClose;

const authorOf = ({ nickname, style }: v.InferOutput<typeof WorkflowClose>): External => ({
  type: 'EXTERNAL',
  ...(nickname === undefined ? {} : { nickname }),
  ...(style === undefined ? {} : { bot: true }),
});

/** A route that reads a body, makes a command of it and puts it to the chat. `doing` goes on from "unable to". */
const commandRoute =
  <Schema extends BodySchema>(
    doing: string,
    schema: Schema,
    commandOf: (body: v.InferOutput<Schema>, base: Base) => WorkflowCommand,
  ) =>
  async (deps: HttpDeps, request: HttpRequest): Promise<HttpReply> => {
    const visit = await visitOf(deps, request);
    if ('statusCode' in visit) return visit;
    const { principal, chatId } = visit;
    const body = readBody(request.body === '' ? { ...request, body: '{}' } : request, doing);
    if (body.kind === 'refused') return body.reply;
    const parsed = v.safeParse(schema, body.value);
    if (!parsed.success) return invalid(doing, parsed.issues);
    const own = commandIdOf(request, parsed.output.id);
    if (typeof own !== 'string') return own;
    const base = { id: commandIds.ofWorkflow(principal, own), seen: parsed.output.seen, by: authorOf(parsed.output) };
    const done = await workflowCommand(deps, chatId, commandOf(parsed.output, base));
    if (done.kind === 'rejected') return problem(done.code, done.detail);
    const { index, repeated } = done;
    return ok({ chatId, index, repeated } satisfies v.InferOutput<typeof WorkflowAnswer>);
  };

type Visible = Pick<v.InferOutput<typeof WorkflowMessage>, 'visibility'>;

const visibilityOf = ({ visibility }: Visible): { visibility?: 'ALL' | 'INT' | 'VIP' } =>
  visibility === undefined ? {} : { visibility };

/** `POST /service/chats/{chatId}/messages` (Genesys: Message). */
export const postWorkflowMessage = commandRoute('post the message', WorkflowMessage, (body, base) => ({
  type: 'post-message',
  ...base,
  text: body.text,
  ...(body.messageType === undefined ? {} : { messageType: body.messageType }),
  ...visibilityOf(body),
}));

/** `POST /service/chats/{chatId}/notices` (Genesys: Notice). */
export const postWorkflowNotice = commandRoute('send the notice', WorkflowNotice, (body, base) => ({
  type: 'send-notice',
  ...base,
  notice: body.noticeType === 'custom' ? 'custom' : 'pushed-url',
  text: body.text,
  ...visibilityOf(body),
}));

/** `PATCH /service/chats/{chatId}/user-data`. */
export const patchWorkflowUserData = commandRoute('set user data', WorkflowUserData, (body, base) => ({
  type: 'update-user-data',
  ...base,
  userData: body.userData,
}));

/** `POST /service/chats/{chatId}/close`. */
export const postWorkflowClose = commandRoute('close the chat', WorkflowClose, (_body, base) => ({
  type: 'close-chat',
  ...base,
}));
