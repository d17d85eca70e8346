/** Behaviours that Genesys' "Async Chat Overview" states, in its order and in this project's words, and what answers each. */
export interface Answer {
  /** What it states, in short. */
  readonly says: string;
  /** Clauses of docs/SPEC.md that hold it; none where there is nothing to hold. */
  readonly clauses: readonly string[];
  /** What takes its place here, where it is about servers, products or releases that Dormouse does not have. */
  readonly instead?: string;
}

/** The answers by the document's own headings. */
export const OVERVIEW: Readonly<Record<string, readonly Answer[]>> = {
  Provisioning: [
    {
      says: '`GCTI_Chat_AsyncMode=true` among the data of the opening makes a chat asynchronous, for server, desk and workflow',
      clauses: ['PROV-1', 'REG-1'],
      instead: 'the lists say which chats are regular; all others are asynchronous',
    },
    {
      says: 'push data at the opening, even if nobody handles pushes, put `flex-push-timeout` in the place of `flex-disconnect-timeout`',
      clauses: ['PROV-2', 'PROV-3', 'PRES-1'],
    },
    {
      says: 'whoever wants the pushes sets them up in the mobile services',
      clauses: ['PUSH-6', 'PUSH-8', 'PUSH-9', 'PUSH-10'],
      instead:
        'with the options of the service: `flex-push-enabled`, a callback or the keys for Firebase or Apple (docs/PUSH.md)',
    },
    {
      says: 'over CometD these are `push_notification_deviceid` and `push_notification_type`, both of them',
      clauses: ['PROV-2', 'PROV-5'],
    },
    {
      says: 'a CometD client hears of events on one connection only',
      clauses: ['BND-4', 'DLV-1'],
      instead: 'a customer has up to eight sockets at once, and each hears everything',
    },
    {
      says: 'over REST these are the `GCTI_GMS_*` keys and `GCTI_Chat_PushSubscribe`, and any number of clients may ask, at a cost',
      clauses: ['PROV-2', 'PROV-3', 'PRES-12', 'CATCH-1'],
    },
    {
      says: 'a large `flex-push-timeout`, for example 86,400 s, is what the operator sets',
      clauses: ['OPT-1', 'OPT-8', 'OPT-13'],
    },
    {
      says: 'with a long `flex-push-timeout` a chat does not end because an app disconnects',
      clauses: ['PRES-1', 'PRES-3'],
    },
    {
      says: 'when nothing was heard of the client for that time, the server asks whether its connection is alive',
      clauses: ['PRES-4', 'PRES-11'],
    },
    { says: 'a confirmation starts the time over', clauses: ['PRES-5'] },
    {
      says: 'without a confirmation the time runs once more, and when nothing was heard by its end the customer is removed',
      clauses: ['PRES-4', 'PRES-5'],
    },
    {
      says: 'the defaults of `async-idle-alert`, `async-idle-close` and `async-idle-notices` watch over asynchronous chats',
      clauses: ['IDLE-1', 'IDLE-2', 'IDLE-8', 'OPT-1'],
    },
    { says: '`async-idle-notices` also decides what makes the status 2', clauses: ['IDLE-9'] },
    {
      says: 'desk or workflow restore a chat as `session-restore-extend-by` and `session-restore-push-send` say, with `flex-push-on-join` true',
      clauses: ['RESTORE-1', 'RESTORE-2', 'RESTORE-4', 'RESTORE-5', 'PROV-3'],
    },
    {
      says: 'a desk restores by joining, several times if need be, with `ChatServerWebapiToken` from the user data',
      clauses: ['RESTORE-5', 'AUTH-4'],
      instead: 'one join is enough, and the identity of the agent takes the place of the token',
    },
    {
      says: 'only web chats need that: in social channels the Digital Messaging Server restores',
      clauses: [],
      instead: 'there is no such server; a gateway to another channel is a client like any other',
    },
    {
      says: 'a desk restores a chat only on the server that had it',
      clauses: ['LOG-2', 'LOG-5'],
      instead: 'no server has a chat: every function loads any chat from its log',
    },
    {
      says: 'a workflow of its own serves asynchronous chats',
      clauses: ['FLOW-1', 'EFF-4', 'LIST-1'],
      instead: 'the sample of Genesys is no part of this; docs/WORKFLOW.md shows one that runs',
    },
    {
      says: 'a workflow restores a stuck chat by GetSessionInfo, or any other method, with `InduceRestore=true`',
      clauses: ['FLOW-8', 'FLOW-9', 'RESTORE-2'],
    },
    {
      says: 'the request that induces it fails, and one some seconds later succeeds',
      clauses: ['FLOW-9', 'RESTORE-2'],
      instead: 'it is done before the request is answered, so the first succeeds; one more does no harm',
    },
    {
      says: 'where the session exists the request goes its normal way',
      clauses: ['RESTORE-3', 'FLOW-9'],
    },
    { says: 'such requests may be repeated, with delays', clauses: ['FLOW-6', 'FLOW-7', 'RESTORE-3'] },
    {
      says: 'leaving out the name of the server lets another one restore the chat',
      clauses: ['LOG-2'],
      instead: 'no request names a server',
    },
    {
      says: 'it is tried out with short periods, a closed widget, a server that stops before check-at, and what happens at check-at',
      clauses: ['OPT-8', 'OPEN-1', 'PRES-3', 'WAKE-1', 'STUCK-1', 'STUCK-3', 'CHK-2', 'RESTORE-2'],
      instead: 'what stops are the wake-ups of the chat; the stuck-check restores it by itself, and tells workflows',
    },
  ],
  'Async inactivity control': [
    { says: 'it works without an agent in the chat', clauses: ['IDLE-1', 'REG-2'] },
    {
      says: 'activity is what all participants see and no bot makes',
      clauses: ['IDLE-3', 'IDLE-4', 'FLOW-3'],
    },
    {
      says: 'regular inactivity control contradicts long chats and is not meant for them',
      clauses: ['REG-1', 'REG-2'],
      instead: 'it may be switched on all the same: it says nothing to asynchronous chats',
    },
    { says: 'its texts are `message-alert` and `message-close` of regular control', clauses: ['IDLE-7'] },
  ],
  'Minimum release requirements': [
    {
      says: 'an agent puts a chat on hold into the queue of `chat.on-hold-queue`, where it waits for the customer',
      clauses: ['TRF-1', 'STAT-3', 'STAT-4'],
      instead: 'the desk names the queue or workbin with each hold',
    },
    {
      says: 'an agent opens a live chat from a workbin or the contact history',
      clauses: ['AGENT-1', 'TRF-1', 'CATCH-1'],
      instead:
        'by the id of the chat, which the announcements give with the workbin; the lists show what waits and the agent’s own chats, not what sleeps',
    },
    {
      says: 'the customer’s app uses the Chat API with CometD and push, which keeps a chat as long as it is needed',
      clauses: ['PRES-1', 'HELLO-1', 'PUSH-2', 'PUSH-8'],
      instead: 'docs/PROTOCOL.md takes the place of that API',
    },
    { says: 'asynchronous chats appear in historical reports', clauses: ['REP-1', 'REP-3', 'REP-4'] },
    {
      says: 'least releases of server, desk and mobile services',
      clauses: ['SKEW-1', 'PROTO-1'],
      instead: 'one release of everything is deployed at once; clients name the version of the protocol',
    },
  ],
  'Async chat states': [
    { says: 'the status is an integer; any positive value may start routing', clauses: ['LIST-1', 'EFF-4', 'BUS-1'] },
    { says: '-2: put on hold, or made dormant by an agent', clauses: ['STAT-3'] },
    { says: '-1: an agent is at it', clauses: ['STAT-2'] },
    { says: '0 is not used', clauses: ['STAT-1', 'STAT-2'] },
    { says: '1: new', clauses: ['STAT-1'] },
    { says: '2: the customer wrote, and no agent was there', clauses: ['STAT-4'] },
    { says: '3: the inactivity timeout is over, the close is near', clauses: ['STAT-6'] },
    { says: '4: the desk of the agent went away unexpectedly', clauses: ['STAT-5', 'AGENT-6'] },
    { says: '5: transferred into a queue', clauses: ['STAT-9'] },
  ],
  'Additional information': [
    {
      says: '`GCTI_Chat_AsyncCheckAt` says when a chat must be looked at, and so finds those that are stuck',
      clauses: ['CHK-1', 'CHK-2', 'CHK-3', 'STUCK-1', 'STUCK-3'],
    },
    { says: 'asynchronous chats may be served like regular ones', clauses: ['REG-1'] },
    {
      says: 'one server holds up to 5,000 asynchronous chats, within its limit of connections',
      clauses: ['LOG-2', 'COST-1'],
      instead: 'nothing is kept running for a sleeping chat; docs/COST.md has what a million of them cost',
    },
    {
      says: 'each desk and each bot needs a connection for each of its chats, and so does a supervisor who monitors',
      clauses: ['DESK-1', 'HELLO-2', 'FLOW-1', 'FLOW-3'],
      instead:
        'a desk has one socket for all of its chats, a workflow that speaks as a bot has none; supervisors are not in this version',
    },
    {
      says: 'customers hold no connection: one lasts as long as a request',
      clauses: ['PRES-3', 'PRES-12'],
      instead:
        'an open page has a socket, over which answers come at once; without a page, or over HTTP, there is none',
    },
  ],
};
