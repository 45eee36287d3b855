/**
 * The ledger's scripts once more, as pure functions, for searches through all that may happen. ledger/model.test.ts holds
 * them against the scripts themselves.
 */
import type { Claimed } from '../ledger.ts';

export interface ModelRecord {
  readonly v?: number;
  readonly site?: string;
  readonly route?: string;
  readonly state?: 'reserved' | 'sent' | 'confirmed';
  readonly token?: string;
  readonly holder?: string;
  readonly lease?: number;
  readonly opener?: string;
  readonly sentAt?: number;
  readonly answered?: number;
  readonly ended?: number;
  readonly said?: string;
  /** JSON, as the record holds it. */
  readonly above?: string;
  readonly posts?: number;
  readonly forgotten?: boolean;
  readonly issueId?: string;
  readonly issueKey?: string;
  readonly outcome?: string;
  readonly reason?: string;
  readonly waitingSince?: number;
  /** Whether it will expire. */
  readonly expires?: boolean;
}

export interface Claimant {
  v: number;
  site: string;
  route: string;
  token: string;
  holder: string;
}

type Claim = { record: ModelRecord; answer: Claimed };

const LEASE_MS = 5000;

export function claim(record: ModelRecord, by: Claimant, now: number): Claim {
  const { v, site, state, outcome, issueId = '', issueKey = '', posts = 0, opener = '', forgotten = false } = record;
  if (v !== undefined && v > by.v) return { record, answer: { found: 'newer' } };
  if (outcome !== undefined && outcome !== 'failed') {
    const { reason = '', route = '' } = record;
    const words = { issueId, issueKey, reason, route };
    return { record, answer: { found: 'settled', outcome: outcome as 'created', ...words } };
  }
  if (state !== undefined && state !== 'sent' && site !== by.site) return elsewhere(record, by, now);
  if (state === 'confirmed') return { record, answer: { found: 'confirmed', issueId, issueKey, opener } };
  const { holder } = record;
  const lease = due(record.lease ?? 0, now, LEASE_MS);
  if (holder !== undefined && holder !== by.holder && lease > now)
    return { record, answer: { found: 'busy', ms: lease - now } };
  const { above, ...others } = sentByNow(record, now);
  const kept: ModelRecord =
    above === undefined || (state === 'sent' && site !== by.site) ? others : { ...others, above };
  const taken: ModelRecord = { ...kept, ...by, lease: now + LEASE_MS, expires: true };
  if (state === 'sent') {
    const { sentAt = 0, answered = null, ended = null, said = '' } = taken;
    const keys = JSON.parse(kept.above ?? '{}');
    const times = { sentAt, answeredAt: answered, endedAt: ended };
    return { record: taken, answer: { found: 'sent', ...times, above: keys, opener, posts, said, now } };
  }
  return {
    record: { ...taken, state: 'reserved' },
    answer: { found: 'reserved', fresh: state === undefined, posts, forgotten, ...sentAgo(taken, now) },
  };
}

/** A time further ahead than it can be was written by a clock that has been set back: it counts as now. */
function due(time: number, now: number, longest: number): number {
  return time > now + longest ? now : time;
}

function sentByNow(record: ModelRecord, now: number): ModelRecord {
  const { sentAt, answered, ended } = record;
  return {
    ...record,
    ...(sentAt === undefined ? {} : { sentAt: due(sentAt, now, 0) }),
    ...(answered === undefined ? {} : { answered: due(answered, now, 0) }),
    ...(ended === undefined ? {} : { ended: due(ended, now, 0) }),
  };
}

/** Redis's clock is set back by so much (negative: it jumps ahead): what was stored lies as much further ahead. */
export function clockBack(record: ModelRecord, ms: number): ModelRecord {
  const { sentAt, answered, ended, lease } = record;
  return {
    ...record,
    ...(sentAt === undefined ? {} : { sentAt: sentAt + ms }),
    ...(answered === undefined ? {} : { answered: answered + ms }),
    ...(ended === undefined ? {} : { ended: ended + ms }),
    ...(lease === undefined ? {} : { lease: lease + ms }),
  };
}

/** A record of another Jira: its issue is none of ours, and ours must be looked for. */
function elsewhere(record: ModelRecord, by: Claimant, now: number): Claim {
  const { posts = 0, sentAt } = record;
  const { issueId, issueKey, posts: _, ...others } = withoutTimes(record);
  const kept = { ...others, ...(sentAt === undefined ? {} : { sentAt }), forgotten: true };
  return {
    record: { ...kept, site: by.site, state: 'reserved', token: by.token, expires: true },
    answer: { found: 'reserved', fresh: false, posts, forgotten: true, ...sentAgo(kept, now) },
  };
}

function sentAgo({ forgotten, sentAt }: ModelRecord, now: number): { sentAgoMs?: number } {
  return forgotten && sentAt !== undefined ? { sentAgoMs: now - due(sentAt, now, 0) } : {};
}

function withoutTimes({ sentAt, answered, ended, above, ...kept }: ModelRecord): ModelRecord {
  return kept;
}

/** @param highest the highest key known of the project */
export function markSent(
  record: ModelRecord,
  token: string,
  eventId: string,
  now: number,
  project = 'OPS',
  highest = '',
): [ModelRecord, boolean] {
  if (record.token !== token || (record.state !== 'reserved' && record.state !== 'sent')) return [record, false];
  const { answered: _, ended: __, posts = 0, above: before, ...kept } = record;
  const earlier = record.state === 'sent' ? JSON.parse(before ?? '{}') : {};
  const known = record.state === 'reserved' || before !== undefined ? highest : '';
  const above = JSON.stringify({ [project]: known, ...earlier });
  return [{ ...kept, state: 'sent', sentAt: now, opener: eventId, posts: posts + 1, above }, true];
}

export function unsend(record: ModelRecord, token: string): [ModelRecord, boolean] {
  if (record.token !== token || record.state !== 'sent') return [record, false];
  const { posts = 1, ...kept } = withoutTimes(record);
  if (posts > 1) return [{ ...record, posts: posts - 1 }, false];
  return [{ ...kept, state: 'reserved', posts: 0 }, true];
}

export function noteAnswer(
  record: ModelRecord,
  token: string,
  now: number,
  field: 'answered' | 'ended' = 'answered',
  said = '',
): ModelRecord {
  return record.token === token && record.state === 'sent' ? { ...record, [field]: now, said } : record;
}

export function confirm(
  record: ModelRecord,
  issueId: string,
  by: Omit<Claimant, 'token' | 'holder'>,
): [ModelRecord, string] {
  if (record.state === 'confirmed' && record.issueId !== undefined && record.site === by.site)
    return [record, record.issueId];
  const { forgotten: _, above: __, ...others } = record;
  const kept = withoutAttempt(others);
  return [{ ...kept, ...by, state: 'confirmed', issueId, issueKey: `OPS-${issueId}` }, issueId];
}

export function settle(
  record: ModelRecord,
  outcome: string,
  reason: string,
  by: Omit<Claimant, 'token' | 'holder'>,
): [ModelRecord, string] {
  if (record.outcome !== undefined && record.outcome !== 'failed') return [record, record.outcome];
  const { waitingSince: _, ...others } = record;
  const kept = outcome === 'failed' ? others : withoutAttempt(others);
  return [{ ...kept, ...by, outcome, reason, expires: true }, outcome];
}

function withoutAttempt({ token, holder, lease, said, ...kept }: ModelRecord): ModelRecord {
  return kept;
}

export function forget(record: ModelRecord, goneId: string): ModelRecord {
  if (record.issueId !== goneId) return record;
  const { issueId, issueKey, opener, holder, lease, ...kept } = withoutTimes(record);
  return { ...kept, state: 'reserved', posts: 0 };
}

export function waiting(record: ModelRecord, now: number): ModelRecord {
  return { waitingSince: now, ...record };
}
