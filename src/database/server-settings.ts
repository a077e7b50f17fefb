/** How the embedded PostgreSQL is tuned: a small machine shared with the hub and its simulators, and no loss ever. */

export function serverSettings(options: {
  readonly isDurable: boolean;
}): readonly (readonly [name: string, value: string])[] {
  return [
    ['listen_addresses', '127.0.0.1'],
    ['unix_socket_directories', ''],
    ['max_connections', '200'],
    ['shared_buffers', '256MB'],
    ['effective_cache_size', '1GB'],
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
