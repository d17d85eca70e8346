/** A question to the reports, ready to be asked in Athena. */
export interface ReportQuery {
  readonly name: string;
  /** What it answers, in one sentence. */
  readonly about: string;
  readonly sql: string;
}

/** The table of the reports, in every query. */
export const FACTS_TABLE = 'chat_session_facts';

/** Each row once: a row may lie in two files, and is the same in both (REP-10). The days are for whoever asks to change. */
const FACTS = `WITH facts AS (
  SELECT DISTINCT * FROM ${FACTS_TABLE}
  WHERE day BETWEEN '2026-01-01' AND '2026-01-31'
)`;

/** Questions that a contact centre asks; docs/REPORTING.md shows them, and the stack's workgroup has them saved. */
export const REPORT_QUERIES: readonly ReportQuery[] = [
  {
    name: 'day by day',
    about:
      'How many chats of each service ended on each day, how many of them no agent ever saw, and how long they took.',
    sql: `${FACTS}
SELECT day, service, count(*) AS chats,
  sum(CASE WHEN abandoned THEN 1 ELSE 0 END) AS abandoned,
  round(avg(duration_ms) / 3600000, 1) AS hours,
  round(avg(handle_duration_ms) / 60000, 1) AS handled_min,
  round(avg(dormant_duration_ms) / 3600000, 1) AS dormant_hours
FROM facts GROUP BY day, service ORDER BY day, service`,
  },
  {
    name: 'first reply',
    about:
      'How long customers of each service waited for an agent, and for the first words: half of them and nine in ten.',
    sql: `${FACTS}
SELECT service, count(first_reply_ms) AS replied,
  round(approx_percentile(first_agent_ms, 0.5) / 1000.0) AS agent_half_sec,
  round(approx_percentile(first_reply_ms, 0.5) / 1000.0) AS reply_half_sec,
  round(approx_percentile(first_reply_ms, 0.9) / 1000.0) AS reply_nine_in_ten_sec
FROM facts GROUP BY service ORDER BY service`,
  },
  {
    name: 'replies',
    about: 'How long a reply took on either side, on average over all replies, and the slowest.',
    sql: `${FACTS}
SELECT service,
  round(sum(agent_reply_duration_ms) / 1000.0 / nullif(sum(agent_reply_count), 0)) AS agent_sec,
  round(max(agent_reply_max_ms) / 1000.0) AS agent_slowest_sec,
  round(sum(customer_reply_duration_ms) / 1000.0 / nullif(sum(customer_reply_count), 0)) AS customer_sec
FROM facts GROUP BY service ORDER BY service`,
  },
  {
    name: 'how chats end',
    about: 'Why chats ended, who ended them, and in which status.',
    sql: `${FACTS}
SELECT end_reason, ended_by, end_status, count(*) AS chats
FROM facts GROUP BY end_reason, ended_by, end_status ORDER BY chats DESC`,
  },
  {
    name: 'hour of the day',
    about: 'At which hour (UTC) chats are opened, and how many of those are abandoned.',
    sql: `${FACTS}
SELECT hour(from_unixtime(opened_at_ms / 1000)) AS opened_hour, count(*) AS chats,
  sum(CASE WHEN abandoned THEN 1 ELSE 0 END) AS abandoned
FROM facts GROUP BY hour(from_unixtime(opened_at_ms / 1000)) ORDER BY opened_hour`,
  },
  {
    name: 'hands',
    about: 'Chats by how many agents they went through, with their transfers and holds.',
    sql: `${FACTS}
SELECT agents_count, count(*) AS chats, sum(transfer_count) AS transfers, sum(hold_count) AS holds,
  sum(desk_loss_count) AS desk_losses
FROM facts GROUP BY agents_count ORDER BY agents_count`,
  },
];
