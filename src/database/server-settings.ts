/** How the embedded PostgreSQL is tuned: a machine shared with the hub and its simulators, and no loss ever. */
import { totalmem } from 'node:os';

const MIB = 2 ** 20;
const [BUFFERS_MIB_MIN, BUFFERS_MIB_MAX] = [256, 8_192];

export function serverSettings(options: {
  readonly isDurable: boolean;
}): readonly (readonly [name: string, value: string])[] {
  const memoryMiB = availableMemory() / MIB;
  return [
    ['listen_addresses', '127.0.0.1'],
    ['unix_socket_directories', ''],
    ['max_connections', '200'],
    // A quarter, as PostgreSQL's documentation advises; what is not needed is never taken from the machine.
    ['shared_buffers', `${Math.round(clamp(memoryMiB / 4, BUFFERS_MIB_MIN, BUFFERS_MIB_MAX))}MB`],
    ['effective_cache_size', `${Math.round(memoryMiB / 2)}MB`],
    ['work_mem', '16MB'],
    ['maintenance_work_mem', '128MB'],
    ['wal_buffers', '16MB'],
    ['max_wal_size', '2GB'],
    ['checkpoint_completion_target', '0.9'],
    ['random_page_cost', '1.1'],
    // Statements are short: compiling them or spreading one over workers costs more than it saves on two cores,
    // and parallel workers need more shared memory than containers give.
    ['jit', 'off'],
    ['max_parallel_workers_per_gather', '0'],
    ['io_workers', '2'],
    // Queue tables churn; without frequent cleaning their claims slow down.
    ['autovacuum_naptime', '15s'],
    ['timezone', 'UTC'],
    ['log_timezone', 'UTC'],
    ['lc_messages', 'C'],
    // A statement, its parameters or an error's detail may hold a person's data: the server's log gets none of them.
    ['log_error_verbosity', 'terse'],
    ['log_min_messages', 'log'],
    ['log_min_error_statement', 'panic'],
    ['log_checkpoints', 'off'],
    ['log_autovacuum_min_duration', '-1'],
    ...(options.isDurable
      ? []
      : ([
          ['fsync', 'off'],
          ['synchronous_commit', 'off'],
          ['full_page_writes', 'off'],
        ] as const)),
  ];
}

/** Of the machine, or of the container where one sets a limit. */
function availableMemory(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
