import { z } from "zod";
import { inputs } from "../sqs/inputs.ts";
import { sendMessage } from "../sqs/operations.ts";
import type { Sqs } from "../sqs/sqs.ts";
import type { SendMessage } from "./services.ts";

const Body = z.looseObject({ MessageBody: z.json().optional() });

/** Sends messages of machines: a body that is no text goes as its JSON. `sqs` is asked when the first is sent. */
export function messageSender(sqs: () => Pick<Sqs, "queues" | "access">): SendMessage {
  return (argument, by) => {
    const { MessageBody, ...others } = Body.parse(argument);
    const text = typeof MessageBody === "string" ? MessageBody : JSON.stringify(MessageBody);
    const input = inputs.SendMessage.parse({ ...others, MessageBody: text });
    const { queues, access } = sqs();
    const queue = queues.get(input.QueueUrl);
    access.check(by, "SendMessage", queue);
    return sendMessage({ queues }, queue, input, by);
  };
}
