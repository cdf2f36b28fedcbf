export const EXPORT_FORMATS = ['json', 'html'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Long enough to return for it, short enough not to keep a copy of everything. */
export const EXPORT_KEPT_DAYS = 7;

export type ExportState = 'none' | 'building' | 'ready' | 'failed';

export interface ExportView {
  state: ExportState;
  /** Paths of the JSON and HTML files, if ready. */
  url?: string;
  htmlUrl?: string;
  /** ISO 8601, UTC: when the files are deleted. */
  expiresAt?: string;
}

export function exportPath(format: ExportFormat): string {
  return `/settings/export/copecheck-data.${format}`;
}

export function expiryOf(readyAt: Date): Date {
  return new Date(readyAt.getTime() + EXPORT_KEPT_DAYS * 24 * 3600_000);
}
