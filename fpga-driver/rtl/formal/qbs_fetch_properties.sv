  // Included by qbs_fetch. Only descriptors that the host has announced are fetched, from their place in the ring; none
  // is handed out while a unit has no room; each that is moves `fetched` by one and nothing else does; what is handed
  // out had a right checksum, has not changed since, and no field of it is outside of what the device can do. (The
  // products of fields are cut: the simulations check those.)
  logic f_past = 1'b0;
  always_ff @(posedge clk) f_past <= 1'b1;
  initial assume (reset);
  always_comb assume (~(f_past & reset));

  // The host: the ring's place stays, its head only moves forward and never further than the ring is long.
  logic [31:0] f_head, f_fetched, f_ring;
  logic [3:0] f_size;
  logic [ADDRESS-1:0] f_base;
  logic f_handed;
  assign f_ring = 32'd1 << ring_size;
  always_ff @(posedge clk) begin
    f_head    <= host_head;
    f_size    <= ring_size;
    f_base    <= ring_base;
    f_fetched <= fetched;
    f_handed  <= descriptor_valid & ~reset;
  end
  always_comb begin
    assume (ring_size != '0);
    assume (ring_base[11:0] == '0 & ring_base < {4'hF, {(ADDRESS - 4) {1'b0}}});
    if (f_past) begin
      assume (ring_size == f_size & ring_base == f_base);
      assume (host_head - f_head <= f_ring);
      assume (host_head - fetched <= f_ring);
    end
    if (~f_past) assume (host_head == '0);
  end

  // The descriptor as it was when its checksum was found right.
  logic [1023:0] f_read;
  logic f_right;
  always_ff @(posedge clk)
    if (state == CHECKSUM & count == 6'd31) begin
      f_read  <= {descriptor[31:0], descriptor[1023:32]};
      f_right <= descriptor[31:0] == ~crc;
    end

  always_comb
    if (f_past) begin
      if (command_valid) begin
        assert (host_head != fetched);
        assert (32'(slot) == (fetched & (f_ring - 32'd1)));  // inside of the ring
        assert (command_address == ring_base + {{(ADDRESS - 22) {1'b0}}, slot, 7'd0});
        assert (command_beats == 32'(BEATS));
      end
      assert (~(descriptor_valid & units_full));
      if (f_handed) assert (fetched == f_fetched + 32'd1);
      else assert (fetched == f_fetched | fetched == '0);
      // For the induction.
      assert (state <= HAND_OUT);
      if (state != WAIT) assert (host_head != fetched);
      if (state == RECEIVE) assert (count < 6'(BEATS));
      if (state == CHECKSUM) assert (count <= 6'd31);
      if (state == FIELDS) assert (count == 6'd32);
      if (state == PRODUCTS) assert (product_index <= 3'd5 & count[5:4] == '0 & count[3:1] == product_index);
    end

`ifdef QBS_FIELDS
  always_comb
    if (f_past) begin
      if (state >= FIELDS) assert (descriptor == f_read & f_right);
      if (state >= PRODUCTS) assert (field_error == qbs_pkg::ERR_NONE);
      if (state == HAND_OUT) assert (weight_words < 32'(WEIGHT_WORDS));
    end

  // What may be handed out, said without the checks' own words.
  always_comb
    if (f_past & descriptor_valid) begin
      assert (f_right);
      assert (descriptor == f_read);
      assert (f_read[15:0] == 16'h4451);
      assert (f_read[23:16] >= 8'd1 & f_read[23:16] <= 8'd3);
      assert (f_read[63:32] == fetched);
      assert (f_read[79:64] != '0 & f_read[95:80] != '0 & f_read[127:112] != '0);  // width, height, rows
      assert (17'(f_read[111:96]) + 17'(f_read[127:112]) <= 17'(f_read[95:80]));  // the strip ends in the map
      assert (17'(f_read[143:128]) + 17'(f_read[159:144]) <= 17'(f_read[95:80]));  // and so do the rows that are read
      assert (f_read[191:176] != '0 & f_read[191:176] <= f_read[175:160]);  // input blocks
      assert (f_read[207:192] != '0);  // output blocks
      assert (f_read[215:208] >= 8'd2 & f_read[215:208] <= 8'd8);  // weight bits
      assert (f_read[223:216] >= 8'd1 & f_read[223:216] <= 8'd8);  // input bits
      assert (f_read[25] | (f_read[231:224] >= 8'd1 & f_read[231:224] <= 8'd8));  // output bits, unless raw
      assert (f_read[383:360] == '0 & f_read[447:424] == '0 & f_read[511:488] == '0 & f_read[575:552] == '0
              & f_read[639:616] == '0);  // 40-bit addresses
      assert (f_read[319:288] < 32'(WEIGHT_WORDS));
    end
`endif
