// What the host has to features pixel by pixel, followed by the planes of the label: floats plane by
// plane, where a vector is an image of one pixel, or bytes pixel by pixel. And what was drawn to bytes.

struct Pack {
  const void* images;       // [batch, image_stride] floats, of which the first channels * area count,
                            // or [batch, area, channels] bytes
  const float* label_planes;  // [rows, label_stride], of which the first planes * area count
  const int* label_rows;    // [batch]
  Element* output;          // [batch, area, output_channels]
  int pixels;               // of all images
  int area;                 // pixels of an image
  int channels;             // of an image, without the label's
  int planes;               // of the label
  int label_stride;
  int image_stride;
  int output_channels;
  float scale;
  float shift;
  float slope;
};

__device__ inline float packed(const Pack& p, bool bytes, int image, int pixel, int channel) {
  if (channel < p.channels) {
    float value;
    if (bytes) {
      long long at = ((long long)image * p.area + pixel) * p.channels + channel;
      value = static_cast<const unsigned char*>(p.images)[at] / 255.f;
    } else {
      long long at = (long long)image * p.image_stride + (long long)channel * p.area + pixel;
      value = static_cast<const float*>(p.images)[at];
    }
    return leaky(value * p.scale + p.shift, p.slope);
  }
  int plane = channel - p.channels;
  if (plane < p.planes) {
    long long row = (long long)p.label_rows[image] * p.label_stride;
    return p.label_planes[row + (long long)plane * p.area + pixel];
  }
  return 0;
}

// One thread for two channels of a pixel.
__device__ inline void pack(const Pack& p, bool bytes) {
  int pairs = p.output_channels / 2;
  long long index = (long long)blockIdx.x * blockDim.x + threadIdx.x;
  long long all_pixel = index / pairs;
  if (all_pixel >= p.pixels) {
    return;
  }
  int channel = 2 * (int)(index % pairs);
  int image = (int)(all_pixel / p.area);
  int pixel = (int)(all_pixel % p.area);
  store(
      p.output + all_pixel * p.output_channels + channel,
      packed(p, bytes, image, pixel, channel),
      packed(p, bytes, image, pixel, channel + 1));
}

extern "C" __global__ void pack_floats(const Pack p) {
  pack(p, false);
}

extern "C" __global__ void pack_bytes(const Pack p) {
  pack(p, true);
}

struct Unpack {
  const float* drawn;     // [batch, channels, area]
  unsigned char* pixels;  // [batch, area, channels]
  int* strange;           // becomes 1 where a value is not finite
  long long count;
  int channels;
  int area;
};

// One thread for a byte.
extern "C" __global__ void unpack(const Unpack u) {
  long long i = (long long)blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= u.count) {
    return;
  }
  int channel = (int)(i % u.channels);
  long long pixel = i / u.channels;
  float value = u.drawn[(pixel / u.area * u.channels + channel) * u.area + pixel % u.area];
  if (!(fabsf(value) <= 3.402823466e38f)) {
    *u.strange = 1;
  }
  // As the host rounds: in double precision the sum is exact.
  double level = 255.f * value;
  u.pixels[i] = (unsigned char)(level + 0.5 < 0 ? 0 : level + 0.5 > 255 ? 255 : (int)(level + 0.5));
}
