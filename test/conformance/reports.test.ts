import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bucketReader, readFacts } from '../../scripts/report/read-facts.ts';
import { ADMINISTRATORS } from '../../shared/config/groups.ts';
import { reportNaively } from '../support/naive-report.ts';
import { call, openChat, signIn } from './support/http.ts';
import { operatorOf, type Operator } from './support/operator.ts';
import { customerPage, deskPage } from './support/people.ts';
import { isElsewhere, MINUTE, startLocalStack, type LocalStack } from './support/stack.ts';

describe.skipIf(isElsewhere)('reports', () => {
  let stack: LocalStack;
  let operator: Operator;
  beforeAll(async () => {
    stack = await startLocalStack();
    operator = operatorOf(stack);
    await operator.setSweep('rate(60 days)');
  });
  afterAll(async () => {
    operator.leave();
    await stack.stop();
  });

  const factsOf = (service: string) => {
    const { local, ReportsBucketName = '' } = stack.cloud.outputs;
    const credentials = { accessKeyId: local.operatorAccessKeyId, secretAccessKey: local.operatorSecretAccessKey };
    const config = { endpoint: local.endpoint, region: local.region, credentials, forcePathStyle: true };
    return readFacts(bucketReader(String(ReportsBucketName), config), { service });
  };

  it('[REP-1, REP-9, REP-10] of two chats that closed are in the bucket minutes later, and the bus hears what the options want', async () => {
    await operator.setOptions('reports', {
      'stop-abandoned-interaction': 'noanswer',
      'attach-session-statistics': 'fired',
    });
    const desk = await deskPage(stack, signIn(stack, 'ada', 'Ada'));
    const [answered, abandoned, open] = [
      await openChat(stack, { service: 'reports', subject: 'A lamp', userData: { TimeZone: '60' } }),
      await openChat(stack, { service: 'reports' }),
      await openChat(stack, { service: 'reports' }),
    ];
    const customer = await customerPage(stack, answered);
    await customer.client.post('Is the lamp there?');
    await desk.client.join(answered.chatId);
    await desk.client.post(answered.chatId, 'It is.');
    await desk.client.close(answered.chatId);
    const other = await customerPage(stack, abandoned);
    await other.client.close();
    await stack.settle();
    expect(await factsOf('reports')).toEqual([]);
    await stack.pass(10 * MINUTE);
    const facts = await factsOf('reports');
    expect(facts.map((fact) => fact.chat_id).toSorted()).toEqual([answered.chatId, abandoned.chatId].toSorted());
    for (const { chatId } of [answered, abandoned]) {
      expect(facts.find((fact) => fact.chat_id === chatId)).toEqual(reportNaively(await operator.logOf(chatId)));
    }
    expect(facts.find((fact) => fact.chat_id === answered.chatId)).toMatchObject({
      subject_chars: 6,
      time_zone_min: 60,
      agents_count: 1,
      agent_reply_count: 1,
      ended_by: 'agent',
      interaction_stopped: false,
    });
    expect(operator.announcedOf(abandoned.chatId)).toContain('chat-reported.v1');
    const told = stack.cloud.services.events
      .list()
      .filter(
        ({ event }) => event['detail-type'] === 'chat-reported.v1' && event.detail['subject'] === abandoned.chatId,
      );
    expect(told[0]?.event.detail['data']).toMatchObject({ interactionStopped: true, statistics: { abandoned: true } });
    expect(operator.announcedOf(open.chatId)).not.toContain('chat-reported.v1');
    desk.client.disconnect();
  });

  it('[REP-13] show an administrator, and no agent, how the service stands', async () => {
    const boss = await signIn(stack, 'boss', 'Boss', [ADMINISTRATORS]).token();
    const path = '/services/reports/figures';
    const figures = await call(stack, 'GET', path, { bearer: boss });
    expect(figures).toMatchObject({
      status: 200,
      body: { service: 'reports', open: 1, waiting: 1, byStatus: { '1': 1 }, complete: true },
    });
    const ada = await signIn(stack, 'ada', 'Ada').token();
    expect(await call(stack, 'GET', path, { bearer: ada })).toMatchObject({
      status: 403,
      body: { code: 'not-allowed' },
    });
  });
});
