// The maximum over disjoint windows of 2x2.

struct Pool {
  const Vector* input;  // [batch, height, width, vectors]
  Vector* output;       // [batch, rows, columns, vectors]
  int pixels;           // of all images that come out
  int rows;
  int columns;
  int height;
  int width;
  int vectors;          // of a pixel
};

// One thread for a vector of a pixel.
extern "C" __global__ void pool(const Pool p) {
  long long index = (long long)blockIdx.x * blockDim.x + threadIdx.x;
  long long pixel = index / p.vectors;
  if (pixel >= p.pixels) {
    return;
  }
  int column = (int)(pixel % p.columns);
  int row = (int)(pixel / p.columns % p.rows);
  long long image = pixel / p.columns / p.rows;
  const Vector* top =
      p.input + ((image * p.height + 2 * row) * p.width + 2 * column) * p.vectors + index % p.vectors;
  const Vector* bottom = top + (long long)p.width * p.vectors;
  Vector a = top[0], b = top[p.vectors], c = bottom[0], d = bottom[p.vectors];
  Vector result;
  for (int i = 0; i < ELEMENTS_IN_VECTOR; i += 2) {
    float first = fmaxf(fmaxf(element(a, i), element(b, i)), fmaxf(element(c, i), element(d, i)));
    float second = fmaxf(
        fmaxf(element(a, i + 1), element(b, i + 1)), fmaxf(element(c, i + 1), element(d, i + 1)));
    store(reinterpret_cast<Element*>(&result) + i, first, second);
  }
  p.output[index] = result;
}
