import type { OptionName } from './option-schema.ts';

/** What each option is, for people. Apart from the schema, because every function carries that one. */
export const OPTION_MEANINGS: Readonly<Record<OptionName, string>> = {
  'async-idle-alert': 'silence before everybody is told that the chat will be closed',
  'async-idle-close': 'silence after that before the chat is closed',
  'async-idle-notices':
    'which notices count as activity, and make the status 2 when the customer gives one with no agent there',
  'flex-disconnect-timeout':
    'one presence period of a customer without a push subscription: after one without contact they are doubted, after a second removed',
  'flex-push-timeout':
    'the same with a push subscription; Genesys publishes neither default nor range, 86400 is the value it recommends',
  'flex-push-enabled':
    'whether anything is pushed; `flex-push-timeout` rules all the same; Genesys publishes no default',
  'flex-push-on-join':
    'whether the REST keys (`GCTI_Chat_PushSubscribe` and the others) make a push subscription at the opening',
  'flex-push-content':
    'what a push says of chat and customer; `app-dbid` has no counterpart here and adds nothing, `secure-key` lets its receiver act for the customer',
  'flex-push-resend-delay': 'wait before a push that was not acknowledged is sent again',
  'flex-push-resend-attempts':
    'how often a push that was not acknowledged is sent again; Genesys publishes neither default nor range',
  'session-restore-extend-by':
    'who but the customer may restore a chat: an agent by joining, the workflow by `induceRestore=true`; here no chat is lost with a server, so what is restored is its clocks, effects and customer',
  'session-restore-push-send':
    'whether a restoration takes back a removed customer who has a push subscription, with `flex-push-timeout` in force again',
  'stop-abandoned-interaction':
    'whether the interaction (what a workflow does with a chat) ends with its chat: never, always, if no agent is in it, or if no agent ever was; announced as `interactionStopped`',
  'attach-session-statistics':
    'which statistics of a chat that has ended are announced to the workflow: all, those with something to say (`fired`), or none; the reports hold them in any case',
  'limits-control-enabled':
    'switches the load limits of the service on; its open chats are counted while it opens new ones',
  'limit-for-sessions':
    'open chats at the same time, sleeping ones included; once there are as many, new ones are refused with `over-limit`',
  'limit-for-flex-users':
    'customers at the same time; each chat has exactly one here, so `limit-for-sessions` says the same',
  'limits-restore-threshold': 'share of `limit-for-sessions` below which new chats are taken again; 0 is never',
  'limit-average-interval':
    'time over which Chat Server averages how slowly it replies; no server is shared by chats here that could slow down; Genesys publishes no range',
  enabled:
    'switches inactivity control of regular chats on, while an agent is there; a change reaches an open chat with its next activity, or when the running timeout is over, and so do the next five',
  'timeout-alert': 'silence in a regular chat before everybody is told that it will be closed',
  'timeout-alert2': 'silence after that before the second alert; 0 is none',
  'timeout-close': 'silence after the last alert before a regular chat is closed',
  'include-notices':
    'which notices count as activity in a regular chat, and make the status 2 when the customer gives one with no agent there',
  'message-alert': 'text of the alert; empty is an alert without words',
  'message-alert2': 'text of the second alert; empty is an alert without words',
  'message-close': 'text of the closing notice; empty is a close without words',
  'upload-max-files': 'uploads of the customer in one chat',
  'upload-max-file-size': 'size of one file of the customer',
  'upload-max-total-size': 'size of all files of the customer in one chat',
  'upload-file-types':
    'endings of the names that the customer’s files may have; Genesys publishes no default, this is what a server of its was seen to answer',
  'upload-need-agent':
    'whether the customer may upload only while an agent is in the chat; Genesys publishes no default',
  'delete-file':
    'whether a deletion gives the upload back: with `odd`, the one value of Genesys’ that is known, a deleted file still counts; with `return`, this project’s own, file and bytes may be uploaded again',
  'download-attempts': 'downloads of the customer in one chat; Genesys publishes no default',
  'default-repchar': 'what stands for a masked character',
  'typing-preview':
    'masks all digits of what is shown while somebody types; the preview is the message part, so `notice` alone masks nothing here',
  'push-callback-url': 'where pushes of type `customhttp` go: a public address, https only; without it they go nowhere',
  'push-title': 'title of what a phone shows',
  'push-text': 'text of what a phone shows; it never holds words of the chat',
  'push-unseen-after':
    'how long what went to a socket of a customer with a push subscription may stay unseen before it is pushed; 0 is for ever. Visible pages say every 30 s what they have',
  'regular-idle-max':
    'silence after which a regular chat is alerted, and closed `timeout-close` later, though control is off or no agent is there: none stays open for ever',
  'customer-rate': 'commands that a chat takes from its customer; 0 is no limit',
  'agent-rate': 'the same from each agent in it; 0 is no limit',
};
