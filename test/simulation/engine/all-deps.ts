import type { AdminDeps } from '../../../functions/admin/admin-deps.ts';
import type { EffectsHandlerDeps } from '../../../functions/effects/handler.ts';
import type { HttpDeps } from '../../../functions/http/http-deps.ts';
import type { SocketDeps } from '../../../functions/socket/handler.ts';
import type { WakeHandlerDeps } from '../../../functions/wake/handler.ts';
import type { DeskPresenceDeps } from '../../../shared/app/desk-presence.ts';
import type { PushDeps } from '../../../shared/app/push-customer.ts';
import type { ReportDeps } from '../../../shared/app/report-chats.ts';
import type { SweepDeps } from '../../../shared/app/sweep.ts';

/** Everything that any function asks for. */
export type AllDeps = SocketDeps &
  HttpDeps &
  AdminDeps &
  WakeHandlerDeps &
  EffectsHandlerDeps &
  SweepDeps &
  PushDeps &
  ReportDeps &
  DeskPresenceDeps;

/** `whole` with some of its members replaced; the others stay where they are. */
export const replaced = <T extends object>(whole: T, part: Partial<T>): T => {
  const changed: T = Object.create(whole, Object.getOwnPropertyDescriptors(part)) as T;
  return changed;
};
