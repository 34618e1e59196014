// Spectral normalisation: power iterations on a weight as a matrix, and the gradient through it.

struct Product {
  const float* matrix;  // [rows, columns]
  const float* vector;
  float* to;
  int rows;
  int columns;
};

// The transposed matrix times a vector. One thread for a column.
extern "C" __global__ void multiply_transposed(const Product p) {
  long long column = element_index();
  if (column >= p.columns) {
    return;
  }
  float sum = 0;
  for (int row = 0; row < p.rows; ++row) {
    sum += p.vector[row] * p.matrix[(long long)row * p.columns + column];
  }
  p.to[column] = sum;
}

// The matrix times a vector. A block for each row.
extern "C" __global__ void multiply_matrix(const Product p) {
  float sum = 0;
  for (int column = threadIdx.x; column < p.columns; column += blockDim.x) {
    sum += p.matrix[(long long)blockIdx.x * p.columns + column] * p.vector[column];
  }
  sum = block_sum(sum);
  if (threadIdx.x == 0) {
    p.to[blockIdx.x] = sum;
  }
}

// Gives a vector the length 1. One block.
struct Unit {
  float* vector;
  float* norm;  // the length that it had
  int length;
};

extern "C" __global__ void scale_to_unit(const Unit u) {
  float sum = 0;
  for (int i = threadIdx.x; i < u.length; i += blockDim.x) {
    sum += u.vector[i] * u.vector[i];
  }
  float norm = fmaxf(sqrtf(block_sum(sum)), 1e-12f);
  for (int i = threadIdx.x; i < u.length; i += blockDim.x) {
    u.vector[i] /= norm;
  }
  if (threadIdx.x == 0) {
    *u.norm = norm;
  }
}

struct Divide {
  const float* from;
  const float* divisor;
  float* to;
  long long count;
};

extern "C" __global__ void divide(const Divide d) {
  long long i = element_index();
  if (i < d.count) {
    d.to[i] = d.from[i] / *d.divisor;
  }
}

struct Inner {
  const float* a;
  const float* b;
  float* partial;  // one for each block
  long long count;
};

extern "C" __global__ void inner_product(const Inner p) {
  float sum = 0;
  for (long long i = element_index(); i < p.count; i += all_threads()) {
    sum += p.a[i] * p.b[i];
  }
  sum = block_sum(sum);
  if (threadIdx.x == 0) {
    p.partial[blockIdx.x] = sum;
  }
}

// (gradient - inner * left right') / norm
struct SpectralGradient {
  const float* gradient;
  const float* left;
  const float* right;
  const float* norm;
  const float* partial;  // of the inner product
  float* to;
  int rows;
  int columns;
  int parts;
};

extern "C" __global__ void spectral_gradient(const SpectralGradient s) {
  float inner = block_sum(threadIdx.x < s.parts ? s.partial[threadIdx.x] : 0);
  long long i = element_index();
  if (i < (long long)s.rows * s.columns) {
    float change = inner * s.left[i / s.columns] * s.right[i % s.columns];
    s.to[i] = (s.gradient[i] - change) / *s.norm;
  }
}
