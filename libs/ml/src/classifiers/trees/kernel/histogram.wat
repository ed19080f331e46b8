;; What most of the time of growing trees goes to, by hand. All parameters are byte addresses in the imported memory;
;; `rows` (32-bit numbers) go up to `end` and are at least one; `pairs` are a 32-bit gradient and hessian each.
(module
  (import "host" "memory" (memory 1))

  ;; ordered[i] = pairs[rows[i]]
  (func (export "gather") (param $pairs i32) (param $rows i32) (param $end i32) (param $ordered i32)
    (loop $next
      (i64.store (local.get $ordered)
        (i64.load (i32.add (local.get $pairs) (i32.shl (i32.load (local.get $rows)) (i32.const 3)))))
      (local.set $rows (i32.add (local.get $rows) (i32.const 4)))
      (local.set $ordered (i32.add (local.get $ordered) (i32.const 8)))
      (br_if $next (i32.lt_u (local.get $rows) (local.get $end)))))

  ;; parent[i] -= child[i], 64-bit floats, an even number of them, `end` of the parent
  (func (export "subtract") (param $parent i32) (param $end i32) (param $child i32)
    (loop $next
      (v128.store (local.get $parent)
        (f64x2.sub (v128.load (local.get $parent)) (v128.load (local.get $child))))
      (local.set $parent (i32.add (local.get $parent) (i32.const 16)))
      (local.set $child (i32.add (local.get $child) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $parent) (local.get $end)))))

  ;; Adds each pair to the two 64-bit sums of the bin of its row, of one column or of two at once, whose bins are bytes
  ;; or 16-bit words: to[bins[rows[i]]] += pairs[i]
  (func (export "addBytes") (param $to i32) (param $bins i32)
    (param $rows i32) (param $end i32) (param $pairs i32)
    (local $row i32) (local $at i32) (local $pair v128)
    (loop $next
      (local.set $row (i32.load (local.get $rows)))
      (local.set $pair (f64x2.promote_low_f32x4 (v128.load64_zero (local.get $pairs))))
      (local.set $at (i32.add (local.get $to)
        (i32.shl (i32.load8_u (i32.add (local.get $bins) (local.get $row))) (i32.const 4))))
      (v128.store (local.get $at) (f64x2.add (v128.load (local.get $at)) (local.get $pair)))
      (local.set $rows (i32.add (local.get $rows) (i32.const 4)))
      (local.set $pairs (i32.add (local.get $pairs) (i32.const 8)))
      (br_if $next (i32.lt_u (local.get $rows) (local.get $end)))))

  (func (export "addBytes2") (param $to i32) (param $bins i32) (param $to2 i32) (param $bins2 i32)
    (param $rows i32) (param $end i32) (param $pairs i32)
    (local $row i32) (local $at i32) (local $pair v128)
    (loop $next
      (local.set $row (i32.load (local.get $rows)))
      (local.set $pair (f64x2.promote_low_f32x4 (v128.load64_zero (local.get $pairs))))
      (local.set $at (i32.add (local.get $to)
        (i32.shl (i32.load8_u (i32.add (local.get $bins) (local.get $row))) (i32.const 4))))
      (v128.store (local.get $at) (f64x2.add (v128.load (local.get $at)) (local.get $pair)))
      (local.set $at (i32.add (local.get $to2)
        (i32.shl (i32.load8_u (i32.add (local.get $bins2) (local.get $row))) (i32.const 4))))
      (v128.store (local.get $at) (f64x2.add (v128.load (local.get $at)) (local.get $pair)))
      (local.set $rows (i32.add (local.get $rows) (i32.const 4)))
      (local.set $pairs (i32.add (local.get $pairs) (i32.const 8)))
      (br_if $next (i32.lt_u (local.get $rows) (local.get $end)))))

  (func (export "addWords") (param $to i32) (param $bins i32)
    (param $rows i32) (param $end i32) (param $pairs i32)
    (local $row i32) (local $at i32) (local $pair v128)
    (loop $next
      (local.set $row (i32.load (local.get $rows)))
      (local.set $pair (f64x2.promote_low_f32x4 (v128.load64_zero (local.get $pairs))))
      (local.set $at (i32.add (local.get $to)
        (i32.shl (i32.load16_u (i32.add (local.get $bins) (i32.shl (local.get $row) (i32.const 1)))) (i32.const 4))))
      (v128.store (local.get $at) (f64x2.add (v128.load (local.get $at)) (local.get $pair)))
      (local.set $rows (i32.add (local.get $rows) (i32.const 4)))
      (local.set $pairs (i32.add (local.get $pairs) (i32.const 8)))
      (br_if $next (i32.lt_u (local.get $rows) (local.get $end)))))

  (func (export "addWords2") (param $to i32) (param $bins i32) (param $to2 i32) (param $bins2 i32)
    (param $rows i32) (param $end i32) (param $pairs i32)
    (local $row i32) (local $at i32) (local $pair v128)
    (loop $next
      (local.set $row (i32.load (local.get $rows)))
      (local.set $pair (f64x2.promote_low_f32x4 (v128.load64_zero (local.get $pairs))))
      (local.set $at (i32.add (local.get $to)
        (i32.shl (i32.load16_u (i32.add (local.get $bins) (i32.shl (local.get $row) (i32.const 1)))) (i32.const 4))))
      (v128.store (local.get $at) (f64x2.add (v128.load (local.get $at)) (local.get $pair)))
      (local.set $at (i32.add (local.get $to2)
        (i32.shl (i32.load16_u (i32.add (local.get $bins2) (i32.shl (local.get $row) (i32.const 1)))) (i32.const 4))))
      (v128.store (local.get $at) (f64x2.add (v128.load (local.get $at)) (local.get $pair)))
      (local.set $rows (i32.add (local.get $rows) (i32.const 4)))
      (local.set $pairs (i32.add (local.get $pairs) (i32.const 8)))
      (br_if $next (i32.lt_u (local.get $rows) (local.get $end)))))
)
