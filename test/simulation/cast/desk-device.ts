import { createDeskClient, type DeskClient } from '../../../web/client/desk-client.ts';
import type { ClientPorts } from '../../../web/client/ports.ts';
import type { Ticketed } from './admission.ts';
import { Device, type Client, type Submitted } from './device.ts';

const submit = (client: DeskClient, chatId: string, wish: Submitted): Promise<number | undefined> => {
  const { op, text = '', visibility, notice = 'custom', number } = wish;
  switch (op) {
    case 'post':
      return client.post(chatId, text, visibility === undefined ? {} : { visibility });
    case 'notice':
      return client.notify(chatId, notice, text);
    case 'user-data':
      return client.setUserData(chatId, { [`key-${number % 3}`]: number % 2 === 0 ? null : `d${number}` });
    case 'hold':
      return number % 2 === 0 ? client.hold(chatId) : client.hold(chatId, { workbin: `bin-${number}` });
    case 'transfer':
      return client.transfer(chatId, `queue-${number}`);
    default:
      return client[op](chatId);
  }
};

/** A browser of an agent. */
export class DeskDevice extends Device {
  protected get bearer(): Ticketed {
    return { role: 'agent', agentId: this.owner, nickname: `Agent ${this.owner}` };
  }

  protected makeClient(ports: ClientPorts, after: number): Client {
    const { chatId } = this.world;
    const client = createDeskClient({
      ...ports,
      agentId: this.owner,
      nickname: `Agent ${this.owner}`,
      onEvents: (_chat, events) => this.show(events),
      onRead: (_chat, upTo) => this.showRead(upTo),
      onTyping: (typing) => this.showTyping(typing),
    });
    client.watch(chatId, { after });
    const waiting = new Set<number>();
    let submitted = 0;
    const tracked = (result: Promise<number | undefined>): Promise<number | undefined> => {
      submitted += 1;
      const number = submitted;
      waiting.add(number);
      return result.finally(() => waiting.delete(number));
    };
    return {
      get live() {
        return client.state === 'live';
      },
      get position() {
        return client.positionOf(chatId);
      },
      get unsent() {
        return waiting.size;
      },
      connect: () => client.connect(),
      disconnect: () => client.disconnect(),
      setVisible: (visible) => client.setVisible(visible),
      typing: (preview) => client.typing(chatId, true, preview),
      read: () => client.read(chatId),
      submit: (wish) => tracked(submit(client, chatId, wish)),
    };
  }
}
