import { createChatClient } from '../../../web/client/chat-client.ts';
import type { ClientPorts } from '../../../web/client/ports.ts';
import type { Ticketed } from './admission.ts';
import { Device, type Client } from './device.ts';

/** A browser of the customer. */
export class CustomerDevice extends Device {
  protected get bearer(): Ticketed {
    return { role: 'customer', chatId: this.world.chatId };
  }

  protected makeClient(ports: ClientPorts, after: number): Client {
    const client = createChatClient({
      ...ports,
      chatId: this.world.chatId,
      nickname: 'Ann',
      after,
      onEvents: (events) => this.show(events),
      onRead: (upTo) => this.showRead(upTo),
      onTyping: (typing) => this.showTyping(typing),
    });
    return {
      get live() {
        return client.state === 'live' || client.state === 'closed';
      },
      get position() {
        return client.position;
      },
      get unsent() {
        return client.unsent.length;
      },
      connect: () => client.connect(),
      disconnect: () => client.disconnect(),
      setVisible: (visible) => client.setVisible(visible),
      typing: (preview) => client.typing(true, preview),
      read: () => client.read(),
      submit: ({ op, text = '', notice = 'custom', number }) => {
        if (op === 'post') return client.post(text);
        if (op === 'notice') return client.notify(notice, text);
        return op === 'user-data' ? client.setUserData({ [`key-${number % 3}`]: `d${number}` }) : client.close();
      },
    };
  }
}
