// Adam (Kingma and Ba 2015), and the moving average of what it has learnt.

struct Adam {
  float* values;
  const float* gradients;
  const float* mask;  // or null
  float* first;       // moments
  float* second;
  long long count;
  float rate;         // corrected for the moments' start at 0, as at the end of section 2
  float beta1;
  float beta2;
  float epsilon;
};

extern "C" __global__ void adam(const Adam a) {
  long long i = element_index();
  if (i >= a.count) {
    return;
  }
  float gradient = a.gradients[i] * (a.mask == nullptr ? 1 : a.mask[i]);
  float first = a.beta1 * a.first[i] + (1 - a.beta1) * gradient;
  float second = a.beta2 * a.second[i] + (1 - a.beta2) * gradient * gradient;
  a.first[i] = first;
  a.second[i] = second;
  a.values[i] -= a.rate * first / (sqrtf(second) + a.epsilon);
}

struct Follow {
  float* average;
  const float* values;
  long long count;
  float share;  // of the way to the values
};

// In this form, what is equal already stays so to the last bit.
extern "C" __global__ void follow(const Follow f) {
  long long i = element_index();
  if (i < f.count) {
    f.average[i] += (f.values[i] - f.average[i]) * f.share;
  }
}
