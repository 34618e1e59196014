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

// An element of a word that goes into the tensor cores. They would cut off the bits that TF32
// lacks; here these spoil the result, for a test to see.
static float multiplied(Word word, int index) {
#if TRVAE_TF32
  if (word & 0x1fffu) {
    return __uint_as_float(0x7fc00000u);
  }
#endif
  return element(word, index);
}

// An element of the left matrix of m16n8k8 or m16n8k16, where the PTX ISA says that it is held.
static float left(int warp, int i, int row, int k) {
  const int in_word = ELEMENTS_IN_WORD;
  int lane = row % 8 * 4 + k / in_word % 4;
  Word word = held[warp * 32 + lane].rows[i + row / 8][k / (4 * in_word)];
  return multiplied(word, k % in_word);
}

static float right(int warp, int j, int k, int column) {
  const int in_word = ELEMENTS_IN_WORD;
  int lane = column * 4 + k / in_word % 4;
  Word word = held[warp * 32 + lane].columns[j][k / (4 * in_word)];
  return multiplied(word, k % in_word);
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

// Runs the threads of a block one after the other, where none waits for another.
static void run_threads() {
  for (unsigned i = 0; i < blockDim.x; ++i) {
    threadIdx = {i, 0, 0};
    body(arguments);
  }
}

template <typename Arguments, void (*kernel)(const Arguments)>
static void call(const void* from) {
  kernel(*static_cast<const Arguments*>(from));
}

struct Entry {
  const char* name;
  void (*body)(const void*);
  bool meets_barriers;
};

static const Entry ENTRIES[] = {
    {"pack_bytes", call<Pack, pack_bytes>, false},
    {"pack_floats", call<Pack, pack_floats>, false},
    {"unpack", call<Unpack, unpack>, false},
    {"pool", call<Pool, pool>, false},
    {"convolve", call<Convolution, convolve>, true},
    {"combine", call<Convolution, combine>, false},
#if TRVAE_TRAINING
    {"activate", call<Activation, activate>, false},
    {"activate_back", call<Activation, activate_back>, false},
    {"adam", call<Adam, adam>, false},
    {"add", call<Add, add>, false},
    {"arrange", call<Arrangement, arrange>, false},
    {"blend", call<Blend, blend>, false},
    {"collect_labels", call<Labels, collect_labels>, false},
    {"collect_weights", call<CollectWeights, collect_weights>, false},
    {"compare", call<Compare, compare>, true},
    {"compare_back", call<Compare, compare_back>, false},
    {"compare_content", call<Content, compare_content>, true},
    {"compare_content_back", call<ContentBack, compare_content_back>, false},
    {"compare_pairs", call<Pairs, compare_pairs>, true},
    {"compare_pairs_back", call<Pairs, compare_pairs_back>, false},
    {"copy_channels", call<Copy, copy_channels>, false},
    {"correlate", call<Correlation, correlate>, true},
    {"divide", call<Divide, divide>, false},
    {"draw_latent", call<Draw, draw_latent>, true},
    {"draw_latent_back", call<DrawBack, draw_latent_back>, false},
    {"fill", call<Fill, fill>, false},
    {"finish_sums", call<FinishSums, finish_sums>, false},
    {"follow", call<Follow, follow>, false},
    {"inner_product", call<Inner, inner_product>, true},
    {"mix_labels", call<Labels, mix_labels>, false},
    {"multiply_elements", call<Multiply, multiply_elements>, false},
    {"multiply_matrix", call<Product, multiply_matrix>, true},
    {"multiply_transposed", call<Product, multiply_transposed>, false},
    {"normalise", call<Normalisation, normalise>, false},
    {"normalise_back", call<NormalisationBack, normalise_back>, false},
    {"relayout", call<Relayout, relayout>, false},
    {"scale_to_unit", call<Unit, scale_to_unit>, true},
    {"spectral_gradient", call<SpectralGradient, spectral_gradient>, true},
    {"sum_boxes", call<Boxes, sum_boxes>, true},
    {"sum_boxes_back", call<BoxesBack, sum_boxes_back>, false},
    {"sum_channels", call<ChannelSums, sum_channels>, true},
    {"unpool", call<Unpool, unpool>, false},
#endif
};

extern "C" int launch(const char* name, const unsigned grid[3], unsigned threads, const void* from) {
  const Entry* entry = nullptr;
  for (const Entry& each : ENTRIES) {
    if (!strcmp(each.name, name)) {
      entry = &each;
    }
  }
  if (entry == nullptr) {
    return 500;  // CUDA_ERROR_NOT_FOUND
  }
  if (from == nullptr) {
    return 0;  // asked whether it is there
  }
  body = entry->body;
  arguments = from;
  gridDim = {grid[0], grid[1], grid[2]};
  blockDim = {threads, 1, 1};
  for (blockIdx.z = 0; blockIdx.z < gridDim.z; ++blockIdx.z) {
    for (blockIdx.y = 0; blockIdx.y < gridDim.y; ++blockIdx.y) {
      for (blockIdx.x = 0; blockIdx.x < gridDim.x; ++blockIdx.x) {
        entry->meets_barriers ? run_block() : run_threads();
      }
    }
  }
  return 0;
}
