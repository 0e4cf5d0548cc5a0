// RUN: vitc-opt %s --split-input-file --verify-diagnostics

// expected-error@+1 {{found rows = -6, expected a positive number}}
func.func private @schedule_c1_rows() attributes {schedule = #kernel.schedule<rows = -6, vectors = 1, unroll = 4, restart = 256, chunk = 1, prefetch = false>}

// -----

// expected-error@+1 {{found vectors = 0, expected a positive number}}
func.func private @schedule_c1_vectors() attributes {schedule = #kernel.schedule<rows = 6, vectors = 0, unroll = 4, restart = 256, chunk = 1, prefetch = false>}

// -----

// expected-error@+1 {{found unroll = 0, expected a positive number}}
func.func private @schedule_c1_unroll() attributes {schedule = #kernel.schedule<rows = 6, vectors = 1, unroll = 0, restart = 256, chunk = 1, prefetch = false>}

// -----

// expected-error@+1 {{found restart = 0, expected a positive number}}
func.func private @schedule_c1_restart() attributes {schedule = #kernel.schedule<rows = 6, vectors = 1, unroll = 4, restart = 0, chunk = 1, prefetch = false>}

// -----

// expected-error@+1 {{found chunk = 0, expected a positive number}}
func.func private @schedule_c1_chunk() attributes {schedule = #kernel.schedule<rows = 6, vectors = 1, unroll = 4, restart = 256, chunk = 0, prefetch = false>}

// -----

// expected-error@+1 {{found pieces = 0, expected a positive number}}
func.func private @schedule_c1_pieces() attributes {schedule = #kernel.schedule<rows = 6, vectors = 1, unroll = 4, restart = 256, chunk = 1, prefetch = false, pieces = 0>}

// -----

// expected-error@+1 {{found turns = 0, expected a positive number}}
func.func private @schedule_c1_turns() attributes {schedule = #kernel.schedule<rows = 6, vectors = 1, unroll = 4, restart = 256, chunk = 1, prefetch = false, turns = 0>}

// -----

// expected-error@+1 {{found block = -1, expected 0 or more}}
func.func private @schedule_c2() attributes {schedule = #kernel.schedule<rows = 6, vectors = 1, unroll = 4, restart = 256, chunk = 1, prefetch = false, block = -1>}

// -----

// expected-error@+1 {{found restart = 6, expected a multiple of unroll, 4}}
func.func private @schedule_c3() attributes {schedule = #kernel.schedule<rows = 6, vectors = 1, unroll = 4, restart = 6, chunk = 1, prefetch = false>}
