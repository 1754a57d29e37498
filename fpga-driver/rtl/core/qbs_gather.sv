// Collects PARTS beats of a stream, the lowest first, into one word.
module qbs_gather #(
    parameter int BEAT  = 64,
    parameter int PARTS = 2
) (
    input  logic                  clk,
    input  logic                  reset,
    input  logic                  beat_valid,
    input  logic [      BEAT-1:0] beat,
    output logic                  word_valid,
    output logic [PARTS*BEAT-1:0] word
);
  if (PARTS == 1) begin : direct
    assign word_valid = beat_valid;
    assign word = beat;
  end else begin : collect
    localparam int BITS = $clog2(PARTS);
    localparam logic [BITS-1:0] FINAL = BITS'(PARTS - 1);
    logic [(PARTS-1)*BEAT-1:0] held;
    logic [          BITS-1:0] count;

    assign word = {beat, held};
    assign word_valid = beat_valid && count == FINAL;
    always_ff @(posedge clk) begin
      if (reset) count <= '0;
      else if (beat_valid) count <= count == FINAL ? '0 : count + 1'b1;
      if (beat_valid) held <= ((PARTS - 1) * BEAT)'({beat, held} >> BEAT);
    end
  end
endmodule
