// What a step of the array does with the accumulators (qbs_pe).
package qbs_step;
  localparam logic [1:0] MODE_ADD = 2'd0;
  localparam logic [1:0] MODE_DOUBLE = 2'd1;
  localparam logic [1:0] MODE_CLEAR = 2'd2;
  localparam logic [1:0] MODE_NEGATE = 2'd3;
endpackage
