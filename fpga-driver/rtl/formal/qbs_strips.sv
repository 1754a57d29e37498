// The counts of strips between sequencer and store never overrun their queue of DEPTH, so that INTERNAL is never the first
// error. Assumed is what qbs_sequencer_properties, qbs_drain_properties and qbs_store_properties prove of the three units.
module qbs_strips #(
    parameter int DEPTH = 8
) (
    input logic clk,
    input logic reset,
    input logic handed,   // to sequencer and drain
    input logic strip_done,
    input logic drained,
    input logic block_out,  // a descriptor's last, from drain to store
    input logic done
);
  logic f_past = 1'b0;
  always_ff @(posedge clk) f_past <= 1'b1;
  initial assume (reset);
  always_comb assume (~(f_past & reset));

  logic [7:0] f_handed = 8'd0, f_strips = 8'd0, f_drained = 8'd0, f_out = 8'd0, f_done = 8'd0;
  always_ff @(posedge clk)
    if (~reset) begin
      f_handed  <= f_handed + 8'(handed);
      f_strips  <= f_strips + 8'(strip_done);
      f_drained <= f_drained + 8'(drained);
      f_out     <= f_out + 8'(block_out);
      f_done    <= f_done + 8'(done);
    end

  logic [7:0] f_kept;
  logic counts_full;
  assign f_kept = f_strips - f_done;
  assign counts_full = f_kept == 8'(DEPTH);

  always_comb
    if (f_past) begin
      assume (f_handed - f_strips <= 8'd5);
      if (strip_done) assume (f_handed != f_strips);
      assume (f_handed - f_drained <= 8'd4);
      assume (f_drained - f_out <= 8'd2);
      assume (f_out - f_done <= 8'd1);
      if (done) assume (f_kept != 8'd0);  // its blocks were computed
      assert (~(strip_done & counts_full));
      assert (f_kept <= 8'd7);  // for the induction
    end
endmodule
