/** Work that waits for adapters, and the leases under which they do it. */
export { isReachable } from './is-reachable.js';
export { claimTasks, type Claim, countWaiting, type WorkOf } from './claim-tasks.js';
export {
  CHECK_REPORTS_MAX,
  judgeCheckReports,
  type CheckReceipt,
  type CheckReport,
  type JudgedReport,
  type ReportedCheck,
} from './judge-check-reports.js';
export {
  endSession,
  expireLeases,
  extendLeases,
  type HeldTasks,
  returnTasks,
  setTasksAside,
} from './lease.js';
export {
  CLAIM_TASKS_MAX,
  formatHolder,
  type LapsedTask,
  LEASE_SECONDS_MAX,
  type NewTask,
  type Task,
  type TaskAction,
  WAITING_COUNT_MAX,
  WORK_KINDS,
  type WorkKind,
} from './task.js';
export { BY_KEYS, createTransact, transactWithin, type Db, type Transact, type Waking } from './transact.js';
export {
  enqueueTasks,
  finishTasks,
  INTO_WORK_TASK,
  lockTasks,
  makeTasksAvailable,
  type Rescheduling,
  rescheduleTasks,
} from './task-store.js';
export {
  announceWork,
  type ChannelListener,
  openWorkSignal,
  type WorkItem,
  type WorkReady,
  type WorkSignal,
  type WorkSignalOptions,
} from './work-signal.js';
export { askAgainQuery, UNAVAILABLE_TRIES_MAX } from './ask-again.js';
