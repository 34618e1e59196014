// Comes after the kernels: what the tensor cores do, and a way to run every kernel by its name.

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#if TRVAE_FLOAT16

// By the definition of IEEE 754: how many steps of its last bit a value is, and back.
static Element half(float value) {
  Element sign = signbit(value) ? 0x8000 : 0;
  float magnitude = fabsf(value);
  if (!(magnitude < 65536)) {
    return sign | (isnan(value) ? 0x7e00 : 0x7c00);
  }
  int exponent = magnitude < ldexpf(1, -14) ? -14 : ilogbf(magnitude);
  int steps = (int)nearbyintf(ldexpf(magnitude, 10 - exponent));
  return sign | ((exponent + 14) * 1024 + steps);
}

inline Word halves(float low, float high) {
  return half(low) | (Word)half(high) << 16;
}

inline float widened(Element half) {
  // A float's exponent is larger by 112 for the same value.
  float magnitude = __uint_as_float((half & 0x7fffu) << 13) * 0x1p112f;
  if (magnitude >= 65536) {
    magnitude = half & 1023 ? NAN : INFINITY;
  }
  return half & 0x8000 ? -magnitude : magnitude;
}

#endif

#if !TRVAE_FLOAT32

static Fragments held[THREADS];

// An element of the left matrix of m16n8k8 or m16n8k16, where the PTX ISA says that it is held.
static float left(int warp, int i, int row, int k) {
  const int in_word = ELEMENTS_IN_WORD;
  int lane = row % 8 * 4 + k / in_word % 4;
  Word word = held[warp * 32 + lane].rows[i + row / 8][k / (4 * in_word)];
  return element(word, k % in_word);
}

static float right(int warp, int j, int k, int column) {
  const int in_word = ELEMENTS_IN_WORD;
  int lane = column * 4 + k / in_word % 4;
  Word word = held[warp * 32 + lane].columns[j][k / (4 * in_word)];
  return element(word, k % in_word);
}

inline void multiply(const Fragments& fragments, Sums& sums) {
  held[threadIdx.x] = fragments;
  __syncthreads();
  int warp = threadIdx.x / 32;
  int lane = threadIdx.x % 32;
  for (int i = 0; i < SUM_ROWS; i += 2) {
    for (int j = 0; j < SUM_PAIRS; ++j) {
      for (int of = 0; of < 4; ++of) {
        int row = lane / 4 + of / 2 * 8;
        int column = lane % 4 * 2 + of % 2;
        for (int k = 0; k < 8 * ELEMENTS_IN_WORD; ++k) {
          sums.of[i + of / 2][j][of % 2] += left(warp, i, row, k) * right(warp, j, k, column);
        }
      }
    }
  }
  __syncthreads();
}

#endif

static void (*body)(const void*);
static const void* arguments;
static unsigned running;

static void fiber() {
  body(arguments);
  --running;
  _longjmp(scheduler, 1);
}

// Runs a fiber up to its next barrier.
static void resume(Fiber& of) {
  if (_setjmp(scheduler) == 0) {
    if (of.started) {
      _longjmp(of.place, 1);
    }
    of.started = true;
    setcontext(&of.start);
  }
}

// Runs the fibers of a block from barrier to barrier. All must meet the same number of barriers.
static void run_block() {
  static std::vector<char> stacks;
  const size_t stack = 64 * 1024;
  unsigned threads = blockDim.x;
  stacks.resize(threads * stack);
  fibers.resize(threads);
  running = threads;
  for (unsigned i = 0; i < threads; ++i) {
    getcontext(&fibers[i].start);
    fibers[i].start.uc_stack.ss_sp = &stacks[i * stack];
    fibers[i].start.uc_stack.ss_size = stack;
    fibers[i].start.uc_link = nullptr;
    fibers[i].started = false;
    makecontext(&fibers[i].start, fiber, 0);
  }
  while (running > 0) {
    if (running != threads) {
      fputs("emulator: only some threads of a block have come to a barrier\n", stderr);
      abort();
    }
    for (unsigned i = 0; i < threads; ++i) {
      threadIdx = {i, 0, 0};
      resume(fibers[i]);
    }
  }
}

template <typename Arguments, void (*kernel)(const Arguments)>
static void call(const void* from) {
  kernel(*static_cast<const Arguments*>(from));
}

extern "C" int launch(const char* name, const unsigned grid[3], unsigned threads, const void* from) {
  body = !strcmp(name, "pack") ? call<Pack, pack>
      : !strcmp(name, "pool") ? call<Pool, pool>
      : !strcmp(name, "convolve") ? call<Convolution, convolve>
      : !strcmp(name, "combine") ? call<Convolution, combine>
                                 : nullptr;
  if (body == nullptr) {
    return 500;  // CUDA_ERROR_NOT_FOUND
  }
  if (from == nullptr) {
    return 0;  // asked whether it is there
  }
  arguments = from;
  gridDim = {grid[0], grid[1], grid[2]};
  blockDim = {threads, 1, 1};
  for (blockIdx.z = 0; blockIdx.z < gridDim.z; ++blockIdx.z) {
    for (blockIdx.y = 0; blockIdx.y < gridDim.y; ++blockIdx.y) {
      for (blockIdx.x = 0; blockIdx.x < gridDim.x; ++blockIdx.x) {
        run_block();
      }
    }
  }
  return 0;
}
