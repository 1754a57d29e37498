// OC x 8 processing elements: every pixel's digits go to all channels, every channel's weights to all pixels.
module qbs_array #(
    parameter int OC = 8,
    parameter int IC = 8,
    parameter int LEVELS = $clog2(IC / 4),
    parameter int AHEAD = 5
) (
    input  logic               clk,
    input  logic               reset,
    input  logic [ 8*IC*4-1:0] digits,    // pixel, input channel
    input  logic [  OC*IC-1:0] planes,    // output channel, input channel
    input  logic               valid,     // these are a step's
    input  logic [        3:0] place,     // a sum counts 2^place,
    input  logic               negative,  // or the negative of it
    input  logic               first,     // the first step of a block of pixels
    input  logic               last,      // the last step of it
    output logic               arriving,  // a result arrives in AHEAD cycles
    output logic               captured,  // a result has just arrived
    output logic [OC*8*32-1:0] results    // output channel, pixel
);
  // From here to the accumulators: sums of pairs, choice, join, the levels of the tree, and within the DSP that
  // accumulates its inputs' registers and the product's. The factor enters it together with the last two sums.
  localparam int DELAY = LEVELS + 4;
  localparam int FACTOR = DELAY - 2;
  localparam int PAIRS = IC / 4;

  // What goes with the data, one place further each cycle.
  logic [DELAY:1] valids, firsts, lasts;
  logic [(FACTOR-1)*5-1:0] scales;
  logic [4:0] scale;
  logic [11:0] magnitude, factor;
  logic keep, capture;
  assign scale = scales[(FACTOR-1)*5-1-:5];
  assign magnitude = 12'd1 << scale[3:0];
  assign keep = ~firsts[DELAY];
  assign arriving = valids[DELAY+2-AHEAD] & lasts[DELAY+2-AHEAD];
  always_ff @(posedge clk) begin
    valids   <= reset ? '0 : {valids[DELAY-1:1], valid};
    firsts   <= {firsts[DELAY-1:1], first};
    lasts    <= {lasts[DELAY-1:1], last};
    scales   <= ((FACTOR - 1) * 5)'({scales, negative, place});
    factor   <= scale[4] ? -magnitude : magnitude;
    capture  <= valids[DELAY] & lasts[DELAY] & ~reset;
    captured <= capture & ~reset;
  end

  // Pairs: the lower half of the channels early, the upper half one cycle later.
  logic [8*PAIRS*13-1:0] early, late, late_held;
  logic [OC*PAIRS*2-1:0] early_bits, late_bits, late_bits_held;
  genvar o, p, k;
  for (p = 0; p < 8; p = p + 1) begin : pairs
    for (k = 0; k < PAIRS; k = k + 1) begin : pair
      logic [7:0] x, y;
      assign x = digits[(p*IC+2*k)*4+:8];
      assign y = digits[(p*IC+2*(k+PAIRS))*4+:8];
      always_ff @(posedge clk) begin
        early[(p*PAIRS+k)*13+:13]     <= {{1'b0, x[7:4]} + {1'b0, x[3:0]}, x};
        late_held[(p*PAIRS+k)*13+:13] <= {{1'b0, y[7:4]} + {1'b0, y[3:0]}, y};
      end
    end
  end
  for (o = 0; o < OC; o = o + 1) begin : bits
    always_ff @(posedge clk) begin
      early_bits[o*PAIRS*2+:PAIRS*2]     <= planes[o*IC+:PAIRS*2];
      late_bits_held[o*PAIRS*2+:PAIRS*2] <= planes[o*IC+PAIRS*2+:PAIRS*2];
    end
  end
  always_ff @(posedge clk) begin
    late      <= late_held;
    late_bits <= late_bits_held;
  end

  for (o = 0; o < OC; o = o + 1) begin : channel
    for (p = 0; p < 8; p = p + 1) begin : pixel
      logic [31:0] result;
      assign results[(o*8+p)*32+:32] = result;
      qbs_pe #(
          .IC(IC)
      ) pe (
          .clk,
          .early     (early[p*PAIRS*13+:PAIRS*13]),
          .early_bits(early_bits[o*PAIRS*2+:PAIRS*2]),
          .late      (late[p*PAIRS*13+:PAIRS*13]),
          .late_bits (late_bits[o*PAIRS*2+:PAIRS*2]),
          .factor,
          .keep,
          .enable    (valids[DELAY]),
          .capture,
          .result
      );
    end
  end
endmodule
