import type { FiguresDeps } from '../../shared/app/live-figures.ts';
import type { Journal } from '../../shared/app/ports.ts';
import type { MaskingDeps } from '../../shared/app/service-masking.ts';
import type { AdministerDeps } from '../../shared/app/service-options.ts';

/** What the routes of administrators need: settings and lists, and no chat. */
export interface AdminDeps extends FiguresDeps, AdministerDeps, MaskingDeps {
  readonly journal: Journal;
}
