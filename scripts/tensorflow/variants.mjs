// Which TensorFlow C library goes under which package. tfjs-node 4.22 runs unpatched on 2.18.0; the version its own
// install script wants (2.9.1) knows no current GPU and comes from a host that many networks block.

const WHEEL_OPTIONS = [
  '--no-deps',
  '--only-binary=:all:',
  '--implementation=cp',
  '--python-version=3.11',
  '--platform=manylinux_2_17_x86_64',
  '--platform=manylinux2014_x86_64',
];

/** What tensorflow[and-cuda] pins for CUDA 12.5; installed beside the library, where its RUNPATH looks. */
const CUDA_PACKAGES = [
  'nvidia-cublas-cu12==12.5.3.2',
  'nvidia-cuda-cupti-cu12==12.5.82',
  'nvidia-cuda-nvrtc-cu12==12.5.82',
  'nvidia-cuda-runtime-cu12==12.5.82',
  'nvidia-cudnn-cu12==9.3.0.75',
  'nvidia-cufft-cu12==11.2.3.61',
  'nvidia-curand-cu12==10.3.6.82',
  'nvidia-cusolver-cu12==11.6.3.83',
  'nvidia-cusparse-cu12==12.5.1.3',
  'nvidia-nvjitlink-cu12==12.5.82',
];

const cpu = {
  name: 'cpu',
  package: '@tensorflow/tfjs-node',
  /** Bytes that must be free to download and unpack. */
  diskBytes: 2.5e9,
  pythonPackages: [],
  sources: [
    {
      tool: 'pip',
      args: (folder) => ['download', ...WHEEL_OPTIONS, `--dest=${folder}`, 'tensorflow-cpu==2.18.0'],
      sha256: '089e71746960ea581dca53401f84b3b99c8537313e337a9e5dbf97036a936f7e',
    },
    {
      tool: 'mvn',
      args: (folder) => [
        '--batch-mode',
        '--quiet',
        'dependency:copy',
        '-Dartifact=org.tensorflow:tensorflow-core-native:1.1.0:jar:linux-x86_64',
        `-DoutputDirectory=${folder}`,
      ],
      sha256: '81b0e11290ba3b2e134901395ef59f1ae616f8ab7931f0d5c3eeb89c1b97c4e6',
    },
  ],
};

const gpu = {
  name: 'gpu',
  package: '@tensorflow/tfjs-node-gpu',
  diskBytes: 8e9,
  pythonPackages: CUDA_PACKAGES,
  sources: [
    {
      tool: 'pip',
      args: (folder) => ['download', ...WHEEL_OPTIONS, `--dest=${folder}`, 'tensorflow==2.18.0'],
      // pip has compared the wheel with the index's own hash.
      sha256: undefined,
    },
  ],
};

export const VARIANTS = { cpu, gpu };
