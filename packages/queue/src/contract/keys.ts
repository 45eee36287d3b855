/** The names of all keys in Redis. One hash tag puts them into one Cluster slot, so that one script may change several. */
import { hash } from 'node:crypto';
import { jobIdFor, QUEUE_NAME } from './contract.ts';
import { distinctText } from './identity-text.ts';

export interface Keys {
  /** Prefix for BullMQ: its keys start with `{prefix}:events:`. */
  readonly bullPrefix: string;
  job(eventId: string): string;
  /** Ledger record of the event that was the first with this id, a hash. */
  event(eventId: string): string;
  /** Ledger record of the event with this job id: `eventPrefix` and the job id. */
  record(jobId: string): string;
  /** Job ids of events of other workspaces with the same event id, a set. */
  namesakes(eventId: string): string;
  readonly eventPrefix: string;
  readonly namesakesPrefix: string;
  /** Ledger record of a fault, a hash. */
  fault(faultKey: string): string;
  /** The ledger record that has this issue of one Jira, by its key; for people who have only the issue. */
  issue(site: string, issueKey: string): string;
  /** The highest issue key known of each project of one Jira, a hash from the project's key. */
  highestKeys(site: string): string;
  /** What createmeta of one Jira tells of issues of this type, as text; and with `:turn`, who is reading it. */
  schema(site: string, project: string, issueType: string): string;
  /** An access token for these credentials, encrypted; and with `:turn`, who is asking for one. */
  accessToken(print: string): string;
  /** Accounts by which this ledger has ever made issues, by when they were last used. */
  readonly accounts: string;
  /** What is known of an object: its last fault and that fault's issue, a hash. */
  object(objectKey: string): string;
  readonly objectPrefix: string;
  /** Records of objects that are kept while their issue is open, by when it is looked at. */
  readonly openObjects: string;
  /** Issues that the events of a fault opened under `group: event`, a hash from id to key. */
  issuesOf(faultKey: string): string;
  /** Job ids of the later events of a fault by when they were applied, the newest five hundred; the ledger's record has the first one. */
  faultEvents(faultKey: string): string;
  /** Under `group: event`: the recovery that ended a fault, for events that are tried again after it. */
  recoveryOf(faultKey: string): string;
  /** Fields of the ledger as a whole: its epoch, heartbeat and replication id. */
  readonly ledger: string;
  /** Why and until when requests to one Jira rest. */
  pause(site: string): string;
  /** Projects of one Jira in which we see our own issues, or do not, a hash. */
  visible(site: string): string;
  /** Tokens left for requests to one Jira. */
  bucket(site: string): string;
  /** The rate learnt from the answers of one Jira, a hash. */
  rate(site: string): string;
  /** Lock, fence and waiting events of one object. */
  lane(objectKey: string): string;
  /** Starts of a route's storm windows, a sorted set; each window's own keys begin with it. */
  storms(route: string): string;
  /** Storm windows that still have something to do, by due time. */
  readonly stormsOpen: string;
  /** Storm windows that have listed something, by when they began; the newest, for people who look. */
  readonly stormsSeen: string;
  /** Events whose markers must be looked at once more, by due time. */
  readonly checks: string;
  /** Counts the questions that needed a write of their own: whether Redis takes one, and whether replicas have it. */
  readonly waits: string;
  /** What people were told of the bridge's own illness, by condition. */
  readonly notify: string;
  /** Job ids of the newest events by when they came, for the console's list; bounded, see event-index.ts. */
  readonly seen: string;
  /** What happened in an hour, counted in hours since 1970; a hash, see tally.ts. `tallyPrefix` and the hour. */
  tally(hour: number): string;
  readonly tallyPrefix: string;
  /** The rules that each worker has in force, a hash by worker. */
  readonly rules: string;
  /** The texts of the rules that a worker took last, for one that starts while the files are wrong. */
  readonly keptRules: string;
  /** The newest deliveries that were refused, a list; see refused.ts. */
  readonly refused: string;
  /** What is known of an issue for the way back to Guance: what to restore or mute, and what was done; a hash. */
  back(site: string, issueId: string): string;
  /** Mutes of issues of one Jira that Redis has lost, as Guance's list has them, a hash. */
  backForgotten(site: string): string;
  /** When one Jira was last asked what was changed there, and by whom next; a hash. */
  backPoll(site: string): string;
  /** What an issue is to be given besides, and how far that has come; a hash. */
  context(site: string, issueId: string): string;
  /** Ids of the issues of one Jira that are to be given something yet, by due time. */
  contexts(site: string): string;
  /** Turns of the requests to Guance's OpenAPI with the key of a workspace, a sorted set. */
  guanceTurns(workspace: string): string;
  /** What the last look at Guance has found, a hash by workspace. */
  readonly catchUps: string;
  /** Of one workspace; with `:turn`, who is looking, and with `:faults`, what was examined. */
  catchUp(workspace: string): string;
  /** Objects of which an alert was heard that is not over yet, as far as alerts tell, a hash by their reference; for catching up. */
  heard(workspace: string): string;
}

/** @param prefix `REDIS_PREFIX`; stacks with different prefixes share a Redis without seeing each other. */
export function keysFor(prefix: string): Keys {
  const tag = `{${prefix}}`;
  const short = (text: string) => hash('sha256', distinctText(text), 'hex').slice(0, 32);
  return {
    bullPrefix: tag,
    job: (eventId) => `${tag}:${QUEUE_NAME}:${jobIdFor(eventId)}`,
    event: (eventId) => `${tag}:ledger:${jobIdFor(eventId)}`,
    record: (jobId) => `${tag}:ledger:${jobId}`,
    namesakes: (eventId) => `${tag}:namesakes:${jobIdFor(eventId)}`,
    eventPrefix: `${tag}:ledger:`,
    namesakesPrefix: `${tag}:namesakes:`,
    fault: (faultKey) => `${tag}:fault:${short(faultKey)}`,
    issue: (site, issueKey) => `${tag}:issue:${short(`${site} ${issueKey}`)}`,
    highestKeys: (site) => `${tag}:highest:${short(site)}`,
    schema: (site, project, issueType) => `${tag}:schema:${short(JSON.stringify([site, project, issueType]))}`,
    accessToken: (print) => `${tag}:access-token:${print}`,
    accounts: `${tag}:accounts`,
    object: (objectKey) => `${tag}:object:${short(objectKey)}`,
    objectPrefix: `${tag}:object:`,
    openObjects: `${tag}:open`,
    issuesOf: (faultKey) => `${tag}:fault:${short(faultKey)}:issues`,
    faultEvents: (faultKey) => `${tag}:fault:${short(faultKey)}:events`,
    recoveryOf: (faultKey) => `${tag}:fault:${short(faultKey)}:over`,
    ledger: `${tag}:ledger`,
    pause: (site) => `${tag}:pause:${short(site)}`,
    visible: (site) => `${tag}:visible:${short(site)}`,
    bucket: (site) => `${tag}:bucket:${short(site)}`,
    rate: (site) => `${tag}:bucket:${short(site)}:rate`,
    lane: (objectKey) => `${tag}:lane:${short(objectKey)}`,
    storms: (route) => `${tag}:storm:${short(route)}`,
    stormsOpen: `${tag}:storms`,
    stormsSeen: `${tag}:storms:seen`,
    checks: `${tag}:checks`,
    waits: `${tag}:waits`,
    notify: `${tag}:notify`,
    seen: `${tag}:seen`,
    tally: (hour) => `${tag}:tally:${hour}`,
    tallyPrefix: `${tag}:tally:`,
    rules: `${tag}:rules`,
    keptRules: `${tag}:rules:kept`,
    refused: `${tag}:refused`,
    back: (site, issueId) => `${tag}:back:${short(`${site} ${issueId}`)}`,
    backForgotten: (site) => `${tag}:back-forgotten:${short(site)}`,
    backPoll: (site) => `${tag}:back-poll:${short(site)}`,
    context: (site, issueId) => `${tag}:context:${short(`${site} ${issueId}`)}`,
    contexts: (site) => `${tag}:contexts:${short(site)}`,
    guanceTurns: (workspace) => `${tag}:guance:${short(workspace)}`,
    catchUps: `${tag}:catch-ups`,
    catchUp: (workspace) => `${tag}:catch-up:${short(workspace)}`,
    heard: (workspace) => `${tag}:heard:${short(workspace)}`,
  };
}
