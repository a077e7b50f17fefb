/** How the simulated ZaloPay words its answers: HTTP 200 whatever happened, and the truth in return_code and sub_return_code. */
import type { SimulatorReply } from '../kit/simulator/index.js';

const messages: Readonly<Record<number, string>> = {
  1: 'Success',
  [-68]: 'Duplicate resource',
  [-101]: 'Not found',
  [-103]: 'Wallet id does not exist',
  [-401]: 'Request param illegal',
  [-402]: 'Unauthorized',
  [-406]: 'User wallet reaches a fund-in limitation',
  [-500]: 'Zalopay system error',
  [-503]: 'The system is maintenance',
  [-1011]: 'User wallet account has been locked',
  [-1103]: 'Unidentified account',
  [-1104]: 'Wrong account name',
};

export function success(data: object, returnCode: 1 | 3 = 1): SimulatorReply {
  return envelope({ return_code: returnCode, sub_return_code: 1, sub_return_message: messages[1], data });
}

export function failure(subReturnCode: number, data?: object): SimulatorReply {
  const sub_return_message = messages[subReturnCode] ?? 'Failed';
  return envelope({ return_code: 2, sub_return_code: subReturnCode, sub_return_message, data });
}

function envelope(body: { return_code: number } & Record<string, unknown>): SimulatorReply {
  const return_message = ['', 'Success', 'Fail', 'Processing'][body.return_code];
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...body, return_message }),
  };
}

export function plainName(name: string): string {
  const letters = name.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'D');
  return letters.toUpperCase().replace(/\s+/g, ' ').trim();
}
